package io.sluice.ingest.kafka;

import org.jspecify.annotations.Nullable;

/**
 * Where a record goes: Streams' partitioners see nothing but key and value, and clean batches have no key but stay on
 * their partition.
 *
 * @param text the record's key, null for none
 */
record OutKey(int sourcePartition, @Nullable String text) {}
