@NullMarked
package io.sluice.simulator.payload;

import org.jspecify.annotations.NullMarked;
