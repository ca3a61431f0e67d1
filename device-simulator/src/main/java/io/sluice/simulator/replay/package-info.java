@NullMarked
package io.sluice.simulator.replay;

import org.jspecify.annotations.NullMarked;
