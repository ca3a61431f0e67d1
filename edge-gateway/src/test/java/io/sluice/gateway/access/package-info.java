@NullMarked
package io.sluice.gateway.access;

import org.jspecify.annotations.NullMarked;
