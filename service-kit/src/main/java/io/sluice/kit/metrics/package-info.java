/** The Micrometer registry that every service reports to, in Prometheus' text format. */
@NullMarked
package io.sluice.kit.metrics;

import org.jspecify.annotations.NullMarked;
