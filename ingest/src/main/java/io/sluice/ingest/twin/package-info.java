/** What is last known of each device: values, liveness, cadence. */
@NullMarked
package io.sluice.ingest.twin;

import org.jspecify.annotations.NullMarked;
