/** A bad network for tests of all modules: the test jar of this module carries it. */
@NullMarked
package io.sluice.kit.fault;

import org.jspecify.annotations.NullMarked;
