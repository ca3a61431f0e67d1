/** Decides message by message: new, repeated, duplicate, conflict, undecidable or rejected. Knows no Kafka. */
@NullMarked
package io.sluice.ingest.screen;

import org.jspecify.annotations.NullMarked;
