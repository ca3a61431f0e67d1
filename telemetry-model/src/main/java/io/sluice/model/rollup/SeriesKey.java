package io.sluice.model.rollup;

import io.sluice.model.identity.DeviceId;

/** A series: device × metric. As text, and as Kafka key, {@code site/device/metric}; a metric may hold slashes. */
public record SeriesKey(DeviceId device, String metric) implements Comparable<SeriesKey> {

    /** @throws IllegalArgumentException unless the text is {@code site/device/metric} */
    public static SeriesKey parse(String text) {
        int first = text.indexOf('/');
        int second = text.indexOf('/', first + 1);
        if (first < 0 || second < 0) {
            throw new IllegalArgumentException("series must be site/device/metric, was " + text);
        }
        return new SeriesKey(
                DeviceId.of(text.substring(0, first), text.substring(first + 1, second)), text.substring(second + 1));
    }

    @Override
    public int compareTo(SeriesKey other) {
        int byDevice = device.compareTo(other.device);
        return byDevice != 0 ? byDevice : metric.compareTo(other.metric);
    }

    @Override
    public String toString() {
        return device + "/" + metric;
    }
}
