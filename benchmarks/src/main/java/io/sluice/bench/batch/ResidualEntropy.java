package io.sluice.bench.batch;

import com.google.protobuf.InvalidProtocolBufferException;
import io.sluice.model.batch.proto.ColumnRecord;
import io.sluice.model.batch.proto.ShapeRecord;
import io.sluice.model.batch.proto.TelemetryBatchRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The order-0 entropy of what the transform leaves: what a perfect entropy coder would need that knows the distribution
 * of each stream over the whole set, and nothing else. Streams are the residuals of each metric, and those of ts, seq
 * and counter; names, headers and exceptions are not counted.
 */
final class ResidualEntropy {
    private final Map<String, Map<Long, Integer>> streams = new HashMap<>();

    void add(byte[] batch) throws InvalidProtocolBufferException {
        TelemetryBatchRecord columns = TelemetryBatchRecord.parseFrom(batch);
        count("ts", columns.getMessages().getTsList());
        count("seq", columns.getMessages().getSeqList());
        count("counter", columns.getMessages().getCounterList());
        for (ShapeRecord shape : columns.getShapesList()) {
            for (ColumnRecord column : shape.getColumnsList()) {
                String metric = columns.getNames(column.getMetric());
                count("residual " + metric, column.getResidualsList());
                count("raw " + metric, column.getRawBitsList());
                column.getTextsList().forEach(text -> count("text " + metric, List.of((long) text)));
                bits("bits " + metric, column.getBits().toByteArray());
            }
        }
    }

    private void bits(String stream, byte[] bits) {
        for (byte eight : bits) {
            for (int i = 0; i < Byte.SIZE; i++) {
                count(stream, List.of((long) (eight >> i & 1)));
            }
        }
    }

    private void count(String stream, List<Long> symbols) {
        Map<Long, Integer> counts = streams.computeIfAbsent(stream, s -> new HashMap<>());
        symbols.forEach(symbol -> counts.merge(symbol, 1, Integer::sum));
    }

    double bytes() {
        double bits = 0;
        for (Map<Long, Integer> counts : streams.values()) {
            double total =
                    counts.values().stream().mapToLong(Integer::longValue).sum();
            for (int count : counts.values()) {
                bits -= count * Math.log(count / total) / Math.log(2);
            }
        }
        return bits / Byte.SIZE;
    }
}
