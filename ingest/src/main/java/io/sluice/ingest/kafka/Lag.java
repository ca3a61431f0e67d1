package io.sluice.ingest.kafka;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/** How many records of one topic the stream threads have yet to read, as their consumers know it. */
final class Lag {
    private static final String NAME = "records-lag";
    private static final String GROUP = "consumer-fetch-manager-metrics";

    private Lag() {}

    static long of(KafkaStreams streams, String topic) {
        // Kafka writes dots in the tags of topics as underscores where it likes to.
        String written = topic.replace('.', '_');
        double lag = 0;
        for (Map.Entry<MetricName, ? extends Metric> entry : streams.metrics().entrySet()) {
            MetricName name = entry.getKey();
            String tag = name.tags().get("topic");
            if (name.name().equals(NAME)
                    && name.group().equals(GROUP)
                    && tag != null
                    && tag.replace('.', '_').equals(written)) {
                lag += valueOf(entry.getValue());
            }
        }
        return (long) lag;
    }

    private static double valueOf(Metric metric) {
        return metric.metricValue() instanceof Double value && !value.isNaN() ? Math.max(0, value) : 0;
    }
}
