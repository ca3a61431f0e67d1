@NullMarked
package io.sluice.model.rollup;

import org.jspecify.annotations.NullMarked;
