/** Metrics and health over HTTP, and the rule that no listener leaves loopback unguarded. */
@NullMarked
package io.sluice.kit.admin;

import org.jspecify.annotations.NullMarked;
