package io.sluice.model.payload.sparkplug;

import io.sluice.model.payload.protobuf.ProtoFields;
import io.sluice.model.payload.rejection.RejectionException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Sparkplug payload as it was sent; schema and meaning of its fields in {@code sparkplug.proto}. */
record SparkplugPayload(@Nullable Long tsMillis, List<SparkplugMetric> metrics) {
    private static final int TIMESTAMP = 1;
    private static final int METRICS = 2;

    static final String BIRTH_AND_DEATH = "bdSeq";

    /** @throws RejectionException where the bytes break the format */
    static SparkplugPayload read(byte[] payload) {
        ProtoFields fields = new ProtoFields(payload);
        List<SparkplugMetric> metrics = new ArrayList<>();
        Long tsMillis = null;
        while (fields.next()) {
            switch (fields.number()) {
                case TIMESTAMP -> tsMillis = fields.integer();
                case METRICS -> fields.nested(() -> metrics.add(SparkplugMetric.read(fields)));
                default -> fields.skip();
            }
        }
        return new SparkplugPayload(tsMillis, metrics);
    }

    /** Which of a node's sessions a birth or death belongs to; null where it does not say. */
    @Nullable
    Long session() {
        for (SparkplugMetric metric : metrics) {
            if (BIRTH_AND_DEATH.equals(metric.name)
                    && (metric.value == SparkplugMetric.Value.INT || metric.value == SparkplugMetric.Value.LONG)) {
                return metric.bits;
            }
        }
        return null;
    }
}
