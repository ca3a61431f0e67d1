package io.sluice.model.payload;

import io.sluice.model.payload.proto.SparkplugMetricRecord;
import io.sluice.model.payload.proto.SparkplugPayloadRecord;

/** The command that asks a node to publish its births again. */
public final class SparkplugRebirth {
    private static final int BOOLEAN = 11;

    private SparkplugRebirth() {}

    /** The payload, for the node's {@link SparkplugTopic#commandTopic}. */
    public static byte[] payload(long nowMillis) {
        return SparkplugPayloadRecord.newBuilder()
                .setTimestamp(nowMillis)
                .addMetrics(SparkplugMetricRecord.newBuilder()
                        .setName("Node Control/Rebirth")
                        .setTimestamp(nowMillis)
                        .setDatatype(BOOLEAN)
                        .setBooleanValue(true))
                .build()
                .toByteArray();
    }
}
