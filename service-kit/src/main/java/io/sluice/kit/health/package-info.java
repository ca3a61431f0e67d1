/** Liveness and readiness, as cheap checks that anyone may register. */
@NullMarked
package io.sluice.kit.health;

import org.jspecify.annotations.NullMarked;
