package io.sluice.jobs.flink;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Shows meters among Flink's own metrics, under the names they have in the other services:
 * {@code …_sluice_jobs_messages_total{result="merged"}}. As gauges, since Flink's counters are whole numbers that it
 * owns.
 */
final class FlinkMeters {
    private FlinkMeters() {}

    static void show(MeterRegistry meters, MetricGroup group) {
        for (Meter meter : meters.getMeters()) {
            MetricGroup tagged = tagged(group, meter.getId());
            String name = meter.getId().getName().replace('.', '_');
            if (meter instanceof Counter counter) {
                tagged.gauge(name + "_total", (Gauge<Double>) counter::count);
            } else if (meter instanceof Timer timer) {
                tagged.gauge(name + "_seconds_count", (Gauge<Long>) timer::count);
                tagged.gauge(name + "_seconds_sum", (Gauge<Double>) () -> timer.totalTime(TimeUnit.SECONDS));
            }
        }
    }

    private static MetricGroup tagged(MetricGroup group, Meter.Id id) {
        MetricGroup tagged = group;
        for (Tag tag : id.getTags()) {
            tagged = tagged.addGroup(tag.getKey(), tag.getValue());
        }
        return tagged;
    }
}
