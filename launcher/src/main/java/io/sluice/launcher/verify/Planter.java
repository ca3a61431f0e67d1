package io.sluice.launcher.verify;

import io.sluice.launcher.kafka.TopicReader;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.batch.TelemetryBatchCodec;
import io.sluice.model.rollup.Edge;
import io.sluice.model.rollup.Rollup;
import io.sluice.model.rollup.RollupAccumulator;
import io.sluice.model.rollup.RollupCodec;
import io.sluice.model.rollup.RollupFormatException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Plants a fault where nothing sorts it out any more: a record of a topic, altered and written once more. */
final class Planter {
    /** What a record becomes, null where it is not one to alter. */
    @FunctionalInterface
    private interface Alteration {
        byte @Nullable [] of(byte[] value) throws IOException;
    }

    private final String bootstrap;

    Planter(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    /**
     * A message, behind the screening.
     *
     * @param readings the topic of clean batches
     * @return false where none has come through it so far
     */
    boolean doubleOne(String readings) throws IOException, InterruptedException, ExecutionException {
        return plant(readings, Planter::firstMessageOf);
    }

    /**
     * A window of two messages, as if their values were others that have the same sum; of a higher generation, so that
     * no correction replaces it.
     *
     * @param rollups the topic of a tier
     * @return false where it has none so far
     */
    boolean misstateOne(String rollups) throws IOException, InterruptedException, ExecutionException {
        return plant(rollups, Planter::misstated);
    }

    private boolean plant(String topic, Alteration alteration)
            throws IOException, InterruptedException, ExecutionException {
        List<ProducerRecord<byte[], byte[]>> planted = new ArrayList<>();
        new TopicReader(bootstrap, topic).read(Instant.EPOCH, (partition, offset, timestamp, value) -> {
            byte[] altered = planted.isEmpty() ? alteration.of(value) : null;
            if (altered != null) {
                planted.add(new ProducerRecord<>(topic, partition, null, altered));
            }
        });
        if (planted.isEmpty()) {
            return false;
        }
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap, "acks", "all");
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(planted.get(0)).get();
        }
        return true;
    }

    private static byte[] firstMessageOf(byte[] value) {
        TelemetryBatch batch = TelemetryBatchCodec.decode(value);
        DeviceBlock block = batch.blocks().get(0);
        DeviceBlock one = new DeviceBlock(
                block.device(), block.epoch(), block.carry(), block.messages().subList(0, 1));
        return TelemetryBatchCodec.encode(new TelemetryBatch(batch.spool(), List.of(one), List.of()));
    }

    private static byte @Nullable [] misstated(byte[] value) throws IOException {
        Rollup right;
        try {
            right = RollupCodec.decode(value);
        } catch (RollupFormatException e) {
            throw new IOException("a rollup must be readable, was not", e);
        }
        Edge first = right.stats().first();
        if (right.stats().count() != 2 || first.seq() == 1) {
            return null; // into the window that a device began in its first will may still come
        }
        RollupAccumulator wrong = new RollupAccumulator();
        add(wrong, first, 1);
        add(wrong, right.stats().last(), -1);
        return RollupCodec.encode(right.series(), right.tier(), right.startMillis(), right.generation() + 1, wrong);
    }

    private static void add(RollupAccumulator content, Edge message, double tooMuch) {
        content.add(message.value() + tooMuch, message.tsMillis(), message.seq(), message.mix());
    }
}
