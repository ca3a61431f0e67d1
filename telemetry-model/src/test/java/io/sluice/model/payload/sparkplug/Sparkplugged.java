package io.sluice.model.payload.sparkplug;

import io.sluice.model.payload.Decoding;
import io.sluice.model.payload.proto.SparkplugMetricRecord;
import io.sluice.model.payload.proto.SparkplugPayloadRecord;
import java.util.Arrays;

/** Sparkplug payloads as a node writes them. */
public final class Sparkplugged {
    private Sparkplugged() {}

    public static byte[] payload(SparkplugMetricRecord.Builder... metrics) {
        SparkplugPayloadRecord.Builder payload =
                SparkplugPayloadRecord.newBuilder().setTimestamp(Decoding.NOW).setSeq(3);
        Arrays.stream(metrics).forEach(payload::addMetrics);
        return payload.build().toByteArray();
    }

    public static SparkplugMetricRecord.Builder named(String name, int datatype) {
        return SparkplugMetricRecord.newBuilder().setName(name).setDatatype(datatype);
    }

    static SparkplugMetricRecord.Builder aliased(long alias) {
        return SparkplugMetricRecord.newBuilder().setAlias(alias);
    }

    static SparkplugMetricRecord.Builder session(int number) {
        return named("bdSeq", 8).setLongValue(number);
    }
}
