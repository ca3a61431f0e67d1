/**
 * Why a publish is refused, in words that may be shown, and which identities could be read of it all the same. Known to
 * all readers, knows none.
 */
@NullMarked
package io.sluice.model.payload.rejection;

import org.jspecify.annotations.NullMarked;
