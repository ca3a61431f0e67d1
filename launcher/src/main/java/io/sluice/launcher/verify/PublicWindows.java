package io.sluice.launcher.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.Tier;
import io.sluice.simulator.oracle.ObservedWindow;
import io.sluice.simulator.oracle.WindowStats;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The windows as {@code /api/v1/series} tells them to everybody. */
final class PublicWindows {
    /**
     * What is late by the longest goes back that far, and the API's clock may be ahead or behind as far as it likes.
     */
    private static final Duration BACK = Duration.ofHours(27);

    private static final Duration AHEAD = Duration.ofDays(400);

    private final PublicJson api;
    private final String span;

    /** @param started when the run did: what is older than all that it can say is not asked for */
    PublicWindows(PublicJson api, Instant started) {
        this.api = api;
        this.span = "&from=" + started.minus(BACK).toEpochMilli() + "&to="
                + started.plus(AHEAD).toEpochMilli();
    }

    /**
     * An answer.
     *
     * @param windows by metric and start
     * @param repeated metric and start of those that stand in it twice, of which the last counts
     * @param position from where the stream goes on
     */
    record Told(Map<String, Map<Long, ObservedWindow>> windows, List<String> repeated, String position) {}

    /** All windows of a device. */
    Told of(DeviceId device, Tier tier) throws IOException, InterruptedException {
        return ask("&site=" + device.site() + "&device=" + device.device(), tier);
    }

    /**
     * All windows of a merged series by its site, in which the devices of a site are one; or of all sites' under the
     * empty name.
     *
     * @param by {@code site} or {@code fleet}
     */
    Map<String, Told> merged(String by, Tier tier) throws IOException, InterruptedException {
        JsonNode answer = get("&by=" + by, tier);
        Map<String, List<JsonNode>> bySite = new HashMap<>();
        answer.get("series")
                .forEach(series -> bySite.computeIfAbsent(series.path("site").asText(), site -> new ArrayList<>())
                        .add(series));
        Map<String, Told> told = new HashMap<>();
        bySite.forEach((site, series) -> told.put(site, told(series, "")));
        return told;
    }

    private Told ask(String which, Tier tier) throws IOException, InterruptedException {
        JsonNode answer = get(which, tier);
        return told(answer.get("series"), answer.path("position").asText());
    }

    private JsonNode get(String which, Tier tier) throws IOException, InterruptedException {
        return api.get("/api/v1/series?tier=" + tier.label() + span + which);
    }

    private static Told told(Iterable<JsonNode> allSeries, String position) {
        Map<String, Map<Long, ObservedWindow>> windows = new HashMap<>();
        List<String> repeated = new ArrayList<>();
        for (JsonNode series : allSeries) {
            String metric = series.get("metric").asText();
            Map<Long, ObservedWindow> points = windows.computeIfAbsent(metric, name -> new HashMap<>());
            for (JsonNode point : series.get("points")) {
                long start = point.get("start").asLong();
                if (points.put(start, window(point)) != null) {
                    repeated.add(metric + " " + start);
                }
            }
        }
        return new Told(windows, repeated, position);
    }

    /** @throws IllegalArgumentException where its sum is no integer */
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
