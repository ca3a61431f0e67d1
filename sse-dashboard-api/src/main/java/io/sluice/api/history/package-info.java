@NullMarked
package io.sluice.api.history;

import org.jspecify.annotations.NullMarked;
