/** The contract's three shapes of a message, and a metric's scalar, in any format of items. */
@NullMarked
package io.sluice.model.payload.shape;

import org.jspecify.annotations.NullMarked;
