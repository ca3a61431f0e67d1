package io.sluice.launcher.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.Tier;
import io.sluice.simulator.oracle.ObservedWindow;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The windows as {@code /api/v1/series} tells them to everybody. */
final class PublicWindows {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final String url;

    PublicWindows(String url) {
        this.url = url;
    }

    /** All windows of a device that start then or later, by metric and start. */
    Map<String, Map<Long, ObservedWindow>> of(DeviceId device, Tier tier, long fromMillis)
            throws IOException, InterruptedException {
        Map<String, Map<Long, ObservedWindow>> windows = new HashMap<>();
        JsonNode answer = get("/api/v1/series?site=" + device.site() + "&device=" + device.device() + "&tier="
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
                point.get("revision").asLong());
    }

    private JsonNode get(String pathAndQuery) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + pathAndQuery))
                .timeout(TIMEOUT)
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(pathAndQuery + " must answer 200, was " + answer.statusCode());
        }
        return json.readTree(answer.body());
    }
}
