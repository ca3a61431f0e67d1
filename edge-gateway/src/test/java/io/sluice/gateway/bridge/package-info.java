@NullMarked
package io.sluice.gateway.bridge;

import org.jspecify.annotations.NullMarked;
