@NullMarked
package io.sluice.api.json;

import org.jspecify.annotations.NullMarked;
