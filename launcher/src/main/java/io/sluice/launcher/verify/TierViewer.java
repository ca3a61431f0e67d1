package io.sluice.launcher.verify;

import io.sluice.launcher.figures.Pace;
import io.sluice.launcher.verify.EventReader.Event;
import io.sluice.launcher.verify.PublicWindows.Told;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.Tier;
import io.sluice.simulator.oracle.FleetHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A viewer of one tier. It asks history for what there is and goes on from that answer's position; it hangs up every
 * now and then, as the pipeline does with it, and resumes where it was. Where it is told that it has missed something,
 * it begins as at first. One thread follows, any may ask for the counts.
 */
final class TierViewer {
    private static final Duration CONNECTED_FOR = Duration.ofSeconds(20);
    /** By then a connection has told what it owed from before. */
    private static final Duration LIVE_AFTER = Duration.ofSeconds(3);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String url;
    private final Tier tier;
    private final PublicWindows history;
    private final FleetHistory truth;
    private final Pace pace;
    private final HeldWindows held;
    private final EventReader events = new EventReader();
    private @Nullable String lastEventId;
    private long connectedNanos;
    private volatile int connections;
    private volatile int resets;
    private volatile int live;

    /**
     * @param truth whose devices there are
     * @param held where it puts what it is told
     */
    TierViewer(String url, Tier tier, PublicWindows history, FleetHistory truth, Pace pace, HeldWindows held) {
        this.url = url;
        this.tier = tier;
        this.history = history;
        this.truth = truth;
        this.pace = pace;
        this.held = held;
    }

    /**
     * One connection.
     *
     * @throws IOException where the API is away
     */
    void follow() throws IOException, InterruptedException {
        String from = lastEventId == null ? join() : lastEventId;
        lastEventId = from;
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/api/v1/stream?tier=" + tier.label()))
                .header("Last-Event-ID", from)
                .build();
        events.connected(from);
        connectedNanos = pace.nanoTime();
        HttpResponse<Stream<String>> answer = client.send(request, HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = answer.body()) {
            for (Iterator<String> each = lines.iterator(); each.hasNext() && !hasBeenConnectedFor(CONNECTED_FOR); ) {
                Event event = events.line(each.next());
                if (event != null && !hasHeardOn(event)) {
                    return;
                }
            }
        } catch (UncheckedIOException e) {
            throw new IOException("the stream ended", e);
        }
    }

    private boolean hasBeenConnectedFor(Duration time) {
        return pace.nanoTime() - connectedNanos >= time.toNanos();
    }

    /** What there is by now, and from where the stream goes on: of the first answer, the others are newer. */
    private String join() throws IOException, InterruptedException {
        String position = "";
        for (DeviceId device : truth.devices()) {
            Told told = history.of(device, tier);
            held.hold(device, told.windows());
            position = position.isEmpty() ? told.position() : position;
        }
        if (position.isEmpty()) {
            throw new IllegalArgumentException("history must say from where the stream goes on, said nothing");
        }
        return position;
    }

    /**
     * An id counts once the event behind it is whole: what is cut off in between is asked for again.
     *
     * @return whether it resumed where it was, and has missed nothing since
     */
    private boolean hasHeardOn(Event event) {
        boolean isHello = event.name().equals("hello");
        connections += isHello ? 1 : 0;
        if (event.name().equals("gap")
                || isHello && event.data().path("resume").asText().equals("reset")) {
            resets++;
            lastEventId = null;
            return false;
        }
        if (event.name().equals("rollups")) {
            event.data()
                    .forEach(point -> held.hold(
                            PublicDevices.device(point),
                            point.get("metric").asText(),
                            point.get("start").asLong(),
                            PublicWindows.window(point)));
            live += hasBeenConnectedFor(LIVE_AFTER) ? 1 : 0;
        }
        lastEventId = event.id();
        return true;
    }

    int connections() {
        return connections;
    }

    /** How often it was told that it had missed something. */
    int resets() {
        return resets;
    }

    /** How many frames it was told that were due only after it had come. */
    int live() {
        return live;
    }
}
