package io.sluice.launcher.verify;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.time.InstantSource;
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
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(20);
    /** What ended so long after a connection began it did not owe from before. */
    private static final Duration LIVE_AFTER = Duration.ofSeconds(1);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String url;
    private final Tier tier;
    private final PublicWindows history;
    private final FleetHistory truth;
    private final InstantSource clock;
    private final HeldWindows held;
    private final EventReader events = new EventReader();
    private @Nullable String lastEventId;
    private long liveFromMillis;
    private volatile boolean staying;
    private volatile int connections;
    private volatile int resets;
    private volatile int live;

    /**
     * @param truth whose devices there are
     * @param held where it puts what it is told
     */
    TierViewer(
            String url, Tier tier, PublicWindows history, FleetHistory truth, InstantSource clock, HeldWindows held) {
        this.url = url;
        this.tier = tier;
        this.history = history;
        this.truth = truth;
        this.clock = clock;
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
                .timeout(ANSWERED_WITHIN)
                .build();
        events.connected(from);
        long connectedMillis = clock.millis();
        liveFromMillis = connectedMillis + LIVE_AFTER.toMillis();
        HttpResponse<Stream<String>> answer = client.send(request, HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = answer.body()) {
            for (Iterator<String> each = lines.iterator(); each.hasNext() && mayGoOn(connectedMillis); ) {
                Event event = events.line(each.next());
                if (event != null && !hasHeardOn(event)) {
                    return;
                }
            }
        } catch (UncheckedIOException e) {
            throw new IOException("the stream ended", e);
        }
    }

    private boolean mayGoOn(long connectedMillis) {
        return staying || clock.millis() - connectedMillis < CONNECTED_FOR.toMillis();
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
            boolean isLive = false;
            for (JsonNode point : event.data()) {
                long start = point.get("start").asLong();
                held.hold(
                        PublicDevices.device(point), point.get("metric").asText(), start, PublicWindows.window(point));
                isLive |= start + tier.widthMillis() > liveFromMillis;
            }
            live += isLive ? 1 : 0;
        }
        lastEventId = event.id();
        return true;
    }

    /** From now on it does not hang up: on a machine that is behind, each connection would end before it was live. */
    void stay() {
        staying = true;
    }

    int connections() {
        return connections;
    }

    /** How often it was told that it had missed something. */
    int resets() {
        return resets;
    }

    /** How many frames it was told with a window that ended only after it had come. */
    int live() {
        return live;
    }
}
