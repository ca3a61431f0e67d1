@NullMarked
package io.sluice.model.identity;

import org.jspecify.annotations.NullMarked;
