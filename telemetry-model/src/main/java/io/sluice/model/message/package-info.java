@NullMarked
package io.sluice.model.message;

import org.jspecify.annotations.NullMarked;
