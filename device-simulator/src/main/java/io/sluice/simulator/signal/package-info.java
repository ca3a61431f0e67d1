@NullMarked
package io.sluice.simulator.signal;

import org.jspecify.annotations.NullMarked;
