@NullMarked
package io.sluice.simulator.fleet;

import org.jspecify.annotations.NullMarked;
