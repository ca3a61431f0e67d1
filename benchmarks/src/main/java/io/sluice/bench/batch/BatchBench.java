package io.sluice.bench.batch;

import io.sluice.bench.Benchmark;
import io.sluice.bench.Conditions;
import io.sluice.bench.Table;
import io.sluice.bench.batch.Batches.Filled;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.batch.TelemetryBatchCodec;
import io.sluice.model.message.DeviceMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;

/** What a reading costs in Kafka, in bytes and nanoseconds, beside a JSON document for each message. */
public final class BatchBench implements Benchmark {
    private static final int READINGS = 2_000;
    private static final int MANY_READINGS = 8_000;
    private static final int RECORDS_TOGETHER = 4;

    @Override
    public String name() {
        return "batch";
    }

    @Override
    public String about() {
        return "bytes and nanoseconds a reading, batches of 2,000 readings, Kafka's framing and zstd 1 included";
    }

    @Override
    public List<Table> run(Conditions conditions) throws Exception {
        Table bytes = new Table(
                "bytes a reading, Kafka's framing and zstd 1 included",
                "set",
                "readings",
                "ours, 2,000 a batch",
                "4 of them together",
                "ours, 8,000 a batch",
                "entropy of residuals",
                "× entropy",
                "JSON a message",
                "JSON ÷ ours");
        Table nanos = new Table(
                "nanoseconds a reading (plain loop, median of 5)",
                "set",
                "encode",
                "decode",
                "encode + frame",
                "unframe + decode",
                "JSON encode + frame",
                "JSON unframe + decode");
        Stopwatch stopwatch = new Stopwatch(conditions.scale());
        Map<String, List<DeviceMessage>> sets =
                ReadingSets.load(conditions.recordings(), conditions.scale().messages(), conditions::say);
        for (Map.Entry<String, List<DeviceMessage>> set : sets.entrySet()) {
            List<Filled> batches = Batches.of(set.getValue(), READINGS);
            sizes(bytes, set.getKey(), batches, Batches.of(set.getValue(), MANY_READINGS));
            times(nanos, set.getKey(), batches, stopwatch);
            conditions.say("  " + set.getKey() + " done");
        }
        return List.of(bytes, nanos);
    }

    private static void sizes(Table table, String set, List<Filled> batches, List<Filled> large) throws IOException {
        double readings = readings(batches);
        double single = 0;
        double json = 0;
        for (Filled filled : batches) {
            single += ours(filled).sizeInBytes();
            json += json(filled).sizeInBytes();
        }
        double together = 0;
        int inGroups = 0;
        for (int i = 0; i + RECORDS_TOGETHER <= batches.size(); i += RECORDS_TOGETHER) {
            List<Filled> group = batches.subList(i, i + RECORDS_TOGETHER);
            together += ours(group.toArray(new Filled[0])).sizeInBytes();
            inGroups += readings(group);
        }
        ResidualEntropy entropy = new ResidualEntropy();
        double many = 0;
        for (Filled filled : large) {
            many += ours(filled).sizeInBytes();
            entropy.add(encode(filled));
        }
        table.add(
                set,
                (long) readings,
                single / readings,
                inGroups == 0 ? Double.NaN : together / inGroups,
                many / readings(large),
                entropy.bytes() / readings(large),
                many / entropy.bytes(),
                json / readings,
                json / single);
    }

    private static int readings(List<Filled> batches) {
        return batches.stream().mapToInt(Filled::readings).sum();
    }

    private static void times(Table table, String set, List<Filled> batches, Stopwatch stopwatch) throws Exception {
        int readings = readings(batches);
        List<byte[]> encoded = new ArrayList<>();
        List<MemoryRecords> framed = new ArrayList<>();
        List<MemoryRecords> documents = new ArrayList<>();
        for (Filled filled : batches) {
            encoded.add(encode(filled));
            framed.add(ours(filled));
            documents.add(json(filled));
        }
        table.add(
                set,
                stopwatch.nanos(() -> sum(batches, filled -> encode(filled).length), readings),
                stopwatch.nanos(() -> sum(encoded, BatchBench::decode), readings),
                stopwatch.nanos(() -> sum(batches, filled -> ours(filled).sizeInBytes()), readings),
                stopwatch.nanos(
                        () -> sum(framed, frame -> decode(KafkaFrame.read(frame).get(0))), readings),
                stopwatch.nanos(() -> sum(batches, filled -> json(filled).sizeInBytes()), readings),
                stopwatch.nanos(() -> sum(documents, frame -> sum(KafkaFrame.read(frame), JsonPeer::read)), readings));
    }

    /** What is measured of one batch. */
    private interface Figure<T> {
        double of(T batch) throws Exception;
    }

    private static <T> double sum(List<T> batches, Figure<T> figure) throws Exception {
        double sum = 0;
        for (T batch : batches) {
            sum += figure.of(batch);
        }
        return sum;
    }

    private static byte[] encode(Filled filled) {
        return TelemetryBatchCodec.encode(filled.batch());
    }

    private static double decode(byte[] bytes) {
        TelemetryBatch batch = TelemetryBatchCodec.decode(bytes);
        return batch.messageCount();
    }

    private static MemoryRecords ours(Filled... batches) {
        SimpleRecord[] records = new SimpleRecord[batches.length];
        for (int i = 0; i < batches.length; i++) {
            records[i] = KafkaFrame.ofBatch(encode(batches[i]));
        }
        return KafkaFrame.write(records);
    }

    private static MemoryRecords json(Filled filled) throws IOException {
        List<DeviceMessage> messages = filled.messages();
        SimpleRecord[] records = new SimpleRecord[messages.size()];
        for (int i = 0; i < records.length; i++) {
            DeviceMessage message = messages.get(i);
            byte[] key = message.device().toString().getBytes(StandardCharsets.UTF_8);
            records[i] = KafkaFrame.ofMessage(key, JsonPeer.write(message));
        }
        return KafkaFrame.write(records);
    }
}
