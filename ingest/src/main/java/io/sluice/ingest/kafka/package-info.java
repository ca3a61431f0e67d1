/** Kafka Streams around the screen: topology, state store, transactions, health. */
@NullMarked
package io.sluice.ingest.kafka;

import org.jspecify.annotations.NullMarked;
