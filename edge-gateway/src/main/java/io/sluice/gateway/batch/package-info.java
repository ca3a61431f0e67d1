/**
 * From the spool to Kafka: {@link io.sluice.gateway.batch.SpoolDrain} is the thread, {@code Drain} its steps.
 * {@code SpoolBatcher} reads records and makes batches of them, one open in each partition's {@code PartitionBatcher};
 * {@code BatchSender} sends those to a {@link io.sluice.gateway.batch.BatchSink} while its {@code Circuit} is closed,
 * and {@code AckTracker} knows what is acknowledged.
 */
@NullMarked
package io.sluice.gateway.batch;

import org.jspecify.annotations.NullMarked;
