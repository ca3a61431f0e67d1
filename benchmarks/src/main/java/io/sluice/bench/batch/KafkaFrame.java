package io.sluice.bench.batch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.Record;
import org.apache.kafka.common.record.SimpleRecord;

/** What the producer writes to the log: a record batch with its header, idempotent, compressed with zstd 1. */
final class KafkaFrame {
    private static final Compression ZSTD = Compression.zstd().level(1).build();

    /** As the gateway's. */
    private static final Header[] HEADERS = {
        new RecordHeader("content-type", "application/vnd.sluice.batch+protobuf".getBytes(StandardCharsets.UTF_8)),
        new RecordHeader("gateway", "5ca1ab1e".getBytes(StandardCharsets.UTF_8))
    };

    private static final long NOW_MILLIS = 1_732_412_400_000L;

    private KafkaFrame() {}

    static SimpleRecord ofBatch(byte[] batch) {
        return new SimpleRecord(NOW_MILLIS, null, batch, HEADERS);
    }

    static SimpleRecord ofMessage(byte[] key, byte[] value) {
        return new SimpleRecord(NOW_MILLIS, key, value);
    }

    static MemoryRecords write(SimpleRecord... records) {
        return MemoryRecords.withIdempotentRecords(ZSTD, 4_711, (short) 0, 1_000, records);
    }

    static List<byte[]> read(MemoryRecords written) {
        List<byte[]> values = new ArrayList<>();
        for (Record found : written.records()) {
            ByteBuffer value = found.value();
            byte[] bytes = new byte[value.remaining()];
            value.get(bytes);
            values.add(bytes);
        }
        return values;
    }
}
