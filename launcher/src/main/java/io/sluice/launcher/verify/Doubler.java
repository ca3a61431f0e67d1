package io.sluice.launcher.verify;

import io.sluice.launcher.exit.EnvironmentException;
import io.sluice.launcher.kafka.TopicReader;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.batch.TelemetryBatchCodec;
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

/** Plants a double where nothing sorts it out any more: behind the screening, a message written once more. */
final class Doubler {
    private Doubler() {}

    /**
     * @param readings the topic of clean batches
     * @throws EnvironmentException where no message has come through it
     */
    static void doubleOne(String bootstrap, String readings)
            throws EnvironmentException, IOException, InterruptedException, ExecutionException {
        List<ProducerRecord<byte[], byte[]>> copies = new ArrayList<>();
        new TopicReader(bootstrap, readings).read(Instant.EPOCH, (partition, offset, timestamp, value) -> {
            if (copies.isEmpty()) {
                copies.add(new ProducerRecord<>(readings, partition, null, firstMessageOf(value)));
            }
        });
        if (copies.isEmpty()) {
            throw new EnvironmentException("a message must have come through " + readings + ", none has");
        }
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap, "acks", "all");
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(copies.get(0)).get();
        }
    }

    private static byte[] firstMessageOf(byte[] value) {
        TelemetryBatch batch = TelemetryBatchCodec.decode(value);
        DeviceBlock block = batch.blocks().get(0);
        DeviceBlock one = new DeviceBlock(
                block.device(), block.epoch(), block.carry(), block.messages().subList(0, 1));
        return TelemetryBatchCodec.encode(new TelemetryBatch(batch.spool(), List.of(one), List.of()));
    }
}
