package io.sluice.launcher.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.Tier;
import io.sluice.simulator.oracle.ObservedWindow;
import io.sluice.simulator.oracle.WindowStats;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The windows as {@code /api/v1/series} tells them to everybody. */
final class PublicWindows {
    /** What is late by the longest goes back that far. */
    private static final Duration BACK = Duration.ofHours(27);

    private final PublicJson api;
    private final long fromMillis;

    /** @param started when the run did: what is older than all that it can say is not asked for */
    PublicWindows(PublicJson api, Instant started) {
        this.api = api;
        this.fromMillis = started.minus(BACK).toEpochMilli();
    }

    /** All windows of a device, by metric and start. */
    Map<String, Map<Long, ObservedWindow>> of(DeviceId device, Tier tier) throws IOException, InterruptedException {
        Map<String, Map<Long, ObservedWindow>> windows = new HashMap<>();
        JsonNode answer = api.get("/api/v1/series?site=" + device.site() + "&device=" + device.device() + "&tier="
                + tier.label() + "&from=" + fromMillis);
        for (JsonNode series : answer.get("series")) {
            Map<Long, ObservedWindow> points =
                    windows.computeIfAbsent(series.get("metric").asText(), metric -> new HashMap<>());
            for (JsonNode point : series.get("points")) {
                points.put(point.get("start").asLong(), window(point));
            }
        }
        return windows;
    }

    static ObservedWindow window(JsonNode point) {
        double sum = point.get("sum").asDouble();
        if (sum != Math.rint(sum)) {
            throw new IllegalArgumentException("a sum of integers must be one, was " + point);
        }
        return new ObservedWindow(
                point.get("count").asLong(),
                (long) sum,
                Long.parseUnsignedLong(point.get("identities").asText(), 16),
                point.get("revision").asLong(),
                new WindowStats(
                        figure(point, "min"),
                        figure(point, "max"),
                        figure(point, "mean"),
                        figure(point, "stddev"),
                        figure(point, "p50"),
                        figure(point, "p95"),
                        figure(point, "p99"),
                        figure(point, "first"),
                        figure(point, "last")));
    }

    private static double figure(JsonNode point, String name) {
        return point.path(name).asDouble(Double.NaN);
    }
}
