/** What a fleet itself needs and takes, so that it is never mistaken for the system's. */
@NullMarked
package io.sluice.simulator.cost;

import org.jspecify.annotations.NullMarked;
