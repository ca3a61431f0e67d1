package io.sluice.launcher.verify;

import io.sluice.launcher.verify.EventReader.Event;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.Tier;
import io.sluice.simulator.oracle.Finding;
import io.sluice.simulator.oracle.Finding.Kind;
import io.sluice.simulator.oracle.FleetHistory;
import io.sluice.simulator.oracle.ObservedWindow;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A viewer of the 1 s stream from before the first message to the end. It hangs up every now and then, as the pipeline
 * does with it, resumes where it was, and holds the highest revision of each window: in the end what history holds.
 * Where it cannot resume, or is told of a gap, it asks history once for what there is, and lives by the stream again.
 */
final class StreamWatch implements AutoCloseable {
    private static final Duration CONNECTED_FOR = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String url;
    private final PublicWindows history;
    private final FleetHistory truth;
    private final HeldWindows held = new HeldWindows();
    private final EventReader events = new EventReader();
    private final Thread thread = new Thread(this::run, "stream-watch");
    private volatile boolean closed;
    private volatile String cause = "";
    private @Nullable String lastEventId;
    private boolean isBehind;
    private volatile int connections;
    private volatile int resets;

    /** @param truth whose devices there are */
    StreamWatch(String url, PublicWindows history, FleetHistory truth) {
        this.url = url;
        this.history = history;
        this.truth = truth;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                try {
                    follow();
                } catch (IOException e) {
                    // The API is away; it is asked again.
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException | RuntimeException e) {
            cause = e.toString();
        }
    }

    private void follow() throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/api/v1/stream?tier=1s"));
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        events.connected(lastEventId);
        HttpResponse<Stream<String>> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofLines());
        long until = System.nanoTime() + CONNECTED_FOR.toNanos();
        try (Stream<String> lines = answer.body()) {
            for (Iterator<String> each = lines.iterator(); each.hasNext() && System.nanoTime() < until && !closed; ) {
                Event event = events.line(each.next());
                if (event != null) {
                    heard(event);
                }
            }
        } catch (java.io.UncheckedIOException e) {
            throw new IOException("the stream ended", e);
        }
    }

    /** An id counts once the event behind it is whole: what is cut off in between is asked for again. */
    private void heard(Event event) throws IOException, InterruptedException {
        received(event);
        lastEventId = event.id();
        if (isBehind) {
            catchUp();
        }
    }

    private void received(Event event) {
        switch (event.name()) {
            case "hello" -> greeted(event.data().path("resume").asText());
            case "gap" -> reset();
            case "rollups", "snapshot" ->
                event.data()
                        .forEach(point -> held.hold(
                                PublicDevices.device(point),
                                point.get("metric").asText(),
                                point.get("start").asLong(),
                                PublicWindows.window(point)));
            default -> {
                // devices, ledger: not what is judged here
            }
        }
    }

    /** Who has nothing to resume from does not know what was before, either. */
    private void greeted(String resume) {
        connections++;
        if (lastEventId == null) {
            isBehind = true;
        } else if (resume.equals("reset")) {
            reset();
        }
    }

    private void reset() {
        resets++;
        isBehind = true;
    }

    /** After the stream has begun anew: what changes from now on it tells. */
    private void catchUp() throws IOException, InterruptedException {
        for (DeviceId device : truth.devices()) {
            held.hold(device, history.of(device, Tier.S1));
        }
        isBehind = false;
    }

    /** How often it was told that it had missed something, and asked history. */
    int resets() {
        return resets;
    }

    /**
     * Where what is held of a device differs from history, either way, and where it was told two contents of a
     * revision.
     *
     * @param told its windows in the 1 s tier, by metric and start
     */
    List<Finding> compare(DeviceId device, Map<String, Map<Long, ObservedWindow>> told) {
        Stream<Finding> differences = held.compare(device, told).stream()
                .map(each -> differs(
                        device.toString(),
                        each.metric() + " 1s " + each.start(),
                        "the stream holds " + shown(each.held()) + ", history " + shown(each.told())));
        Stream<Finding> contradictions = held.contradictions(device).stream()
                .map(each -> differs(
                        device.toString(),
                        each.metric() + " 1s " + each.start() + " told twice",
                        "a revision must have one content, was told as " + shown(each.held()) + ", then as "
                                + shown(each.told())));
        return Stream.concat(differences, contradictions).toList();
    }

    /** Devices that it was told of and that are none of the fleet's; and its own end, where it has come. */
    List<Finding> compareAll() {
        List<Finding> findings = new ArrayList<>();
        Set<DeviceId> strangers = new HashSet<>(held.devices());
        strangers.removeAll(truth.devices());
        strangers.forEach(device ->
                findings.add(differs(device.toString(), "1s", "the stream holds windows of a device that nobody is")));
        if (thread.getState() == Thread.State.TERMINATED) {
            findings.add(differs("*", "viewer", "must watch to the end, was ended by " + cause));
        }
        return findings;
    }

    private Finding differs(String device, String where, String detail) {
        String after = ", after " + connections + " connections and " + resets + " resets";
        return new Finding(Kind.STREAM_DIFFERS, device, "", 0, where, detail + after, "");
    }

    private static Object shown(@Nullable ObservedWindow window) {
        return window == null ? "nothing" : window;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
