package io.sluice.model.payload.sparkplug;

import com.google.protobuf.InvalidProtocolBufferException;
import io.sluice.model.payload.proto.SparkplugMetricRecord;
import io.sluice.model.payload.proto.SparkplugPayloadRecord;

/** The command that asks a node to publish its births again. */
public final class SparkplugRebirth {
    /** Declared by every node's birth, and set by the command. */
    public static final String METRIC = "Node Control/Rebirth";

    private static final int BOOLEAN = 11;

    private SparkplugRebirth() {}

    /** The payload, for the node's {@link SparkplugTopic#commandTopic}. */
    public static byte[] payload(long nowMillis) {
        return SparkplugPayloadRecord.newBuilder()
                .setTimestamp(nowMillis)
                .addMetrics(SparkplugMetricRecord.newBuilder()
                        .setName(METRIC)
                        .setTimestamp(nowMillis)
                        .setDatatype(BOOLEAN)
                        .setBooleanValue(true))
                .build()
                .toByteArray();
    }

    /** Whether a node's command is this one. */
    public static boolean isAskedBy(byte[] command) {
        try {
            return SparkplugPayloadRecord.parseFrom(command).getMetricsList().stream()
                    .anyMatch(metric -> metric.getName().equals(METRIC) && metric.getBooleanValue());
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }
}
