package io.sluice.launcher.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MetricsTextTest {
    private final MetricsText metrics = new MetricsText("""
            # HELP a_total things
            # TYPE a_total counter
            a_total{result="ok",} 3.0
            a_total{result="refused",} 4.0
            b 1.5E3
            f_seconds_bucket{tier="1s",le="0.1",} 10.0
            f_seconds_bucket{tier="1s",le="0.5",} 99.0
            f_seconds_bucket{tier="1s",le="+Inf",} 100.0
            f_seconds_bucket{tier="1m",le="0.1",} 7.0
            """);

    @Test
    void aMetricIsSummedOverItsLabels() {
        assertEquals(7, metrics.sum("a_total"));
        assertEquals(4, metrics.sum("a_total", "result", "refused"));
        assertEquals(1500, metrics.sum("b"));
        assertEquals(0, metrics.sum("absent"));
    }

    @Test
    void aQuantileIsTheBoundOfTheBucketThatHoldsIt() {
        TreeMap<Double, Double> buckets = metrics.buckets("f_seconds", "tier", "1s");

        assertEquals(0.1, MetricsText.quantile(Map.of(), buckets, 0.10));
        assertEquals(0.5, MetricsText.quantile(Map.of(), buckets, 0.99));
        assertEquals(Double.POSITIVE_INFINITY, MetricsText.quantile(Map.of(), buckets, 1.0));
    }

    @Test
    void onlyWhatWasRecordedSinceTheEarlierScrapeCounts() {
        TreeMap<Double, Double> buckets = metrics.buckets("f_seconds", "tier", "1s");

        assertEquals(
                0.1, MetricsText.quantile(Map.of(0.1, 0.0, 0.5, 90.0, Double.POSITIVE_INFINITY, 91.0), buckets, 0.99));
        assertEquals(Double.NaN, MetricsText.quantile(buckets, buckets, 0.5));
        assertEquals(Double.NaN, MetricsText.quantile(Map.of(), new TreeMap<>(), 0.5));
    }
}
