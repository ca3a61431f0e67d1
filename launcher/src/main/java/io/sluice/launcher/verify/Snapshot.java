package io.sluice.launcher.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.launcher.verify.EventReader.Event;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.Tier;
import io.sluice.simulator.oracle.Finding;
import io.sluice.simulator.oracle.Finding.Kind;
import io.sluice.simulator.oracle.ObservedWindow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a tier's stream says first to who comes without an id: the newest window of each series. */
final class Snapshot {
    private static final Duration SAID_WITHIN = Duration.ofSeconds(20);
    /** Of more series it says nothing. */
    private static final int MAX_SERIES = 10_000;

    private final Tier tier;
    private final Map<DeviceId, Map<String, Map<Long, ObservedWindow>>> windows = new HashMap<>();
    private int points;

    private Snapshot(Tier tier) {
        this.tier = tier;
    }

    /**
     * Empty where the stream says something else first, or nothing for long.
     *
     * @throws IOException where the API is away
     */
    static Snapshot ask(HttpClient client, String url, Tier tier) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/api/v1/stream?tier=" + tier.label()))
                .timeout(SAID_WITHIN)
                .build();
        long deadlineNanos = System.nanoTime() + SAID_WITHIN.toNanos();
        HttpResponse<Stream<String>> answer = client.send(request, HttpResponse.BodyHandlers.ofLines());
        Snapshot snapshot = new Snapshot(tier);
        try (Stream<String> lines = answer.body()) {
            if (answer.statusCode() != 200) {
                throw new IOException("the stream answered " + answer.statusCode());
            }
            snapshot.read(lines.iterator(), deadlineNanos);
        } catch (UncheckedIOException e) {
            throw new IOException("the stream ended", e);
        }
        return snapshot;
    }

    private void read(Iterator<String> lines, long deadlineNanos) {
        EventReader events = new EventReader();
        while (lines.hasNext() && System.nanoTime() - deadlineNanos < 0) {
            Event event = events.line(lines.next());
            if (event != null && !event.name().equals("hello")) {
                if (event.name().equals("snapshot")) {
                    event.data().forEach(this::hold);
                }
                return;
            }
        }
    }

    private void hold(JsonNode point) {
        windows.computeIfAbsent(PublicDevices.device(point), device -> new HashMap<>())
                .computeIfAbsent(point.get("metric").asText(), metric -> new HashMap<>())
                .put(point.get("start").asLong(), PublicWindows.window(point));
        points++;
    }

    /** Devices that it knows and that are none of the fleet's. */
    List<Finding> strangers(Set<DeviceId> fleet) {
        return windows.keySet().stream()
                .filter(device -> !fleet.contains(device))
                .map(device -> differs(device, "", "must not hold windows of a device that nobody is"))
                .toList();
    }

    /**
     * Where it does not hold the newest window that history has of a series, and no other.
     *
     * @param told the device's windows, by metric and start, as history told of them later
     * @param endedMillis series with windows that end later are not compared
     */
    List<Finding> compare(DeviceId device, Map<String, Map<Long, ObservedWindow>> told, long endedMillis) {
        Map<String, Map<Long, ObservedWindow>> ours = windows.getOrDefault(device, Map.of());
        Set<String> metrics = new HashSet<>(told.keySet());
        metrics.addAll(ours.keySet());
        List<Finding> findings = new ArrayList<>();
        for (String metric : metrics) {
            Map<Long, ObservedWindow> held = ours.getOrDefault(metric, Map.of());
            Map<Long, ObservedWindow> history = told.getOrDefault(metric, Map.of());
            Set<Long> starts = new HashSet<>(held.keySet());
            starts.addAll(history.keySet());
            boolean isOwed = !held.isEmpty() || points < MAX_SERIES;
            if (isOwed && !starts.isEmpty()) {
                long newest = Collections.max(starts);
                boolean isRight = held.size() == 1 && Objects.equals(held.get(newest), history.get(newest));
                if (!isRight && newest + tier.widthMillis() <= endedMillis) {
                    findings.add(differs(
                            device,
                            metric + " " + newest,
                            "must hold " + shown(history.get(newest)) + ", as history, and no other, holds " + held));
                }
            }
        }
        return findings;
    }

    private Finding differs(DeviceId device, String window, String detail) {
        String where = ("snapshot " + tier.label() + " " + window).strip();
        return new Finding(Kind.STREAM_DIFFERS, device.toString(), "", 0, where, detail, "");
    }

    private static Object shown(@Nullable ObservedWindow window) {
        return window == null ? "nothing" : window;
    }
}
