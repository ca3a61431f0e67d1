/** What a service must know of the wall clock beyond the time. */
@NullMarked
package io.sluice.kit.clock;

import org.jspecify.annotations.NullMarked;
