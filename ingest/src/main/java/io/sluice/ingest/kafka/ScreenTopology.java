package io.sluice.ingest.kafka;

import io.sluice.model.topic.TelemetryTopics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.WallclockTimestampExtractor;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Batches in; readings, dead letters, devices and ledger out; one store of rows. */
final class ScreenTopology {
    static final String ROWS = "rows";
    static final String READINGS = "readings";
    static final String DEAD_LETTERS = "dead-letters";
    static final String DEVICES = "devices";
    static final String LEDGER = "ledger";

    private static final String BATCHES = "batches";
    private static final String SCREEN = "screen";

    /** A start reads the whole changelog, so it is compacted early. */
    private static final Map<String, String> CHANGELOG =
            Map.of("segment.bytes", String.valueOf(16 << 20), "min.cleanable.dirty.ratio", "0.2");

    private ScreenTopology() {}

    /** @param commitInterval see {@link CommitPace} */
    static Topology build(TelemetryTopics topics, int partitions, Duration commitInterval, IngestMeters meters) {
        Topology topology = new Topology();
        ThreadLocal<CommitPace> paces =
                ThreadLocal.withInitial(() -> new CommitPace(commitInterval.toNanos(), System.nanoTime()));
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        // A gateway's clock decides nothing here, and a record without a valid timestamp must not stop the partition.
        topology.addSource(
                AutoOffsetReset.earliest(), BATCHES, new WallclockTimestampExtractor(), bytes, bytes, topics.batches());
        topology.addProcessor(SCREEN, () -> new ScreenProcessor(partitions, paces::get, meters), BATCHES);
        topology.addStateStore(rows(), SCREEN);
        StreamPartitioner<OutKey, byte[]> samePartition =
                (topic, key, value, count) -> Optional.of(Set.of(key.sourcePartition()));
        OutKeySerializer keys = new OutKeySerializer();
        ByteArraySerializer values = new ByteArraySerializer();
        topology.addSink(READINGS, topics.readings(), keys, values, samePartition, SCREEN);
        topology.addSink(DEAD_LETTERS, topics.deadLetters(), keys, values, SCREEN);
        topology.addSink(DEVICES, topics.devices(), keys, values, SCREEN);
        topology.addSink(LEDGER, topics.ledger(), keys, values, SCREEN);
        return topology;
    }

    private static StoreBuilder<KeyValueStore<String, byte[]>> rows() {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(ROWS), Serdes.String(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(CHANGELOG);
    }
}
