@NullMarked
package io.sluice.model.payload;

import org.jspecify.annotations.NullMarked;
