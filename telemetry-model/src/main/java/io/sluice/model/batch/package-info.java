@NullMarked
package io.sluice.model.batch;

import org.jspecify.annotations.NullMarked;
