/** A bad network: for {@code verify}, and for tests of all modules. */
@NullMarked
package io.sluice.simulator.fault;

import org.jspecify.annotations.NullMarked;
