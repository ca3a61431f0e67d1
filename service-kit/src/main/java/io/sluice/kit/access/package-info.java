/** Who is let in, where that stands in files that may change while we run. */
@NullMarked
package io.sluice.kit.access;

import org.jspecify.annotations.NullMarked;
