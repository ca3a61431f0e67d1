package io.sluice.simulator.payload;

import com.google.protobuf.CodedOutputStream;
import io.sluice.model.payload.proto.SparkplugMetricRecord;
import io.sluice.model.payload.proto.SparkplugPayloadRecord;
import io.sluice.model.payload.sparkplug.SparkplugRebirth;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Sparkplug B, as {@code sparkplug.proto} has it. A metric's alias is its place among those of its device. All is
 * without the number of the message, which only its way out decides: {@link #numbered}.
 */
public final class SparkplugPayload {
    /** That {@link #numbered} adds at most. */
    public static final int NUMBER_BYTES = 3;

    private static final int INT64 = 4;
    private static final int DOUBLE = 10;
    private static final int BOOLEAN = 11;
    private static final int STRING = 12;

    private SparkplugPayload() {}

    static byte[] data(List<Measurement> measurements) {
        SparkplugPayloadRecord.Builder payload = SparkplugPayloadRecord.newBuilder();
        for (Measurement measurement : measurements) {
            payload.setTimestamp(measurement.tsMillis());
            List<Reading> readings = measurement.readings();
            for (int i = 0; i < readings.size(); i++) {
                payload.addMetrics(valued(readings.get(i).value()).setAlias(i).setTimestamp(measurement.tsMillis()));
            }
        }
        return payload.build().toByteArray();
    }

    /**
     * Of a node.
     *
     * @param birthAndDeath which of the node's sessions begins
     * @param standing what the node itself shows; no readings where a device behind it has them
     */
    public static byte[] nodeBirth(int birthAndDeath, Measurement standing) {
        SparkplugMetricRecord.Builder rebirth = SparkplugMetricRecord.newBuilder()
                .setName(SparkplugRebirth.METRIC)
                .setTimestamp(standing.tsMillis())
                .setDatatype(BOOLEAN)
                .setBooleanValue(false);
        return declared(standing)
                .addMetrics(session(birthAndDeath).setTimestamp(standing.tsMillis()))
                .addMetrics(rebirth)
                .build()
                .toByteArray();
    }

    /** Of a device behind a node. */
    public static byte[] deviceBirth(Measurement standing) {
        return declared(standing).build().toByteArray();
    }

    /** Of a device behind a node. */
    public static byte[] deviceDeath(long tsMillis) {
        return SparkplugPayloadRecord.newBuilder()
                .setTimestamp(tsMillis)
                .build()
                .toByteArray();
    }

    /** Of a node, which cannot know when. */
    public static byte[] nodeDeath(int birthAndDeath) {
        return SparkplugPayloadRecord.newBuilder()
                .addMetrics(session(birthAndDeath))
                .build()
                .toByteArray();
    }

    /** The same payload with its number, whose field stands last as Protobuf allows. */
    public static byte[] numbered(byte[] payload, int seq) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length + NUMBER_BYTES);
        try {
            bytes.write(payload);
            CodedOutputStream fields = CodedOutputStream.newInstance(bytes);
            fields.writeUInt64(SparkplugPayloadRecord.SEQ_FIELD_NUMBER, seq);
            fields.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory do not fail", e);
        }
        return bytes.toByteArray();
    }

    private static SparkplugPayloadRecord.Builder declared(Measurement standing) {
        SparkplugPayloadRecord.Builder birth =
                SparkplugPayloadRecord.newBuilder().setTimestamp(standing.tsMillis());
        List<Reading> readings = standing.readings();
        for (int i = 0; i < readings.size(); i++) {
            Reading reading = readings.get(i);
            birth.addMetrics(valued(reading.value())
                    .setName(reading.metric())
                    .setAlias(i)
                    .setDatatype(datatype(reading.value()))
                    .setTimestamp(standing.tsMillis()));
        }
        return birth;
    }

    private static SparkplugMetricRecord.Builder session(int birthAndDeath) {
        return SparkplugMetricRecord.newBuilder()
                .setName("bdSeq")
                .setDatatype(INT64)
                .setLongValue(birthAndDeath);
    }

    private static int datatype(Object value) {
        return value instanceof Double ? DOUBLE : value instanceof Boolean ? BOOLEAN : STRING;
    }

    private static SparkplugMetricRecord.Builder valued(Object value) {
        SparkplugMetricRecord.Builder metric = SparkplugMetricRecord.newBuilder();
        if (value instanceof Double number) {
            return metric.setDoubleValue(number);
        }
        return value instanceof Boolean flag ? metric.setBooleanValue(flag) : metric.setStringValue((String) value);
    }
}
