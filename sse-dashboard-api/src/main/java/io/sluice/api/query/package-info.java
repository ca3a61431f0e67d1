@NullMarked
package io.sluice.api.query;

import org.jspecify.annotations.NullMarked;
