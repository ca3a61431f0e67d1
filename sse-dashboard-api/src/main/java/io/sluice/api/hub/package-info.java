@NullMarked
package io.sluice.api.hub;

import org.jspecify.annotations.NullMarked;
