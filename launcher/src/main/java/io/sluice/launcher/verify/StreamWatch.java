package io.sluice.launcher.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.model.identity.DeviceId;
import io.sluice.simulator.oracle.Finding;
import io.sluice.simulator.oracle.Finding.Kind;
import io.sluice.simulator.oracle.ObservedWindow;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A viewer of the 1 s stream from before the first message to the end. It hangs up every now and then, as the pipeline
 * does with it, resumes where it was, and holds the highest revision of each window: in the end what history holds.
 */
final class StreamWatch implements AutoCloseable {
    private static final Duration CONNECTED_FOR = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private record Key(String device, String metric, long start) {}

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String url;
    private final Map<Key, ObservedWindow> held = new HashMap<>();
    private final Thread thread = new Thread(this::run, "stream-watch");
    private volatile boolean closed;
    private final StringBuilder data = new StringBuilder();
    private String event = "";
    private @Nullable String id;
    private @Nullable String lastEventId;
    private int resumed;
    private int resets;

    StreamWatch(String url) {
        this.url = url;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                follow();
            } catch (IOException e) {
                // The API is away; it is asked again.
            } catch (InterruptedException e) {
                return;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void follow() throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/api/v1/stream?tier=1s"));
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        id = lastEventId;
        clearEvent();
        HttpResponse<Stream<String>> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofLines());
        long until = System.nanoTime() + CONNECTED_FOR.toNanos();
        try (Stream<String> lines = answer.body()) {
            for (Iterator<String> each = lines.iterator(); each.hasNext() && System.nanoTime() < until && !closed; ) {
                line(each.next());
            }
        } catch (java.io.UncheckedIOException e) {
            throw new IOException("the stream ended", e);
        }
    }

    /** An id counts once the event behind it is whole: what is cut off in between is asked for again. */
    private synchronized void line(String line) throws IOException {
        if (line.startsWith("event: ")) {
            event = line.substring("event: ".length());
        } else if (line.startsWith("id: ")) {
            id = line.substring("id: ".length());
        } else if (line.startsWith("data: ")) {
            data.append(line, "data: ".length(), line.length());
        } else if (line.isEmpty() && data.length() > 0) {
            received(json.readTree(data.toString()));
            lastEventId = id;
            clearEvent();
        }
    }

    private void clearEvent() {
        data.setLength(0);
        event = "";
    }

    private void received(JsonNode data) {
        switch (event) {
            case "hello" -> {
                resumed++;
                if (resumed > 1 && data.path("resume").asText().equals("reset")) {
                    resets++;
                }
            }
            case "gap" -> resets++;
            case "rollups", "snapshot" ->
                data.forEach(point -> held.merge(
                        new Key(
                                point.get("site").asText() + "/"
                                        + point.get("device").asText(),
                                point.get("metric").asText(),
                                point.get("start").asLong()),
                        PublicWindows.window(point),
                        (before, now) -> now.revision() >= before.revision() ? now : before));
            default -> {
                // devices, ledger: not what is judged here
            }
        }
    }

    synchronized int connections() {
        return resumed;
    }

    /**
     * Where the held state differs from history's. A stream that said reset or gap has told its viewer to ask history,
     * so that after it only what is held can be judged.
     *
     * @param history the device's windows in the 1 s tier, by metric and start
     */
    synchronized List<Finding> compare(DeviceId device, Map<String, Map<Long, ObservedWindow>> history) {
        List<Finding> findings = new ArrayList<>();
        history.forEach((metric, windows) -> windows.forEach((start, told) -> {
            ObservedWindow seen = held.get(new Key(device.toString(), metric, start));
            boolean isTolerated = resets > 0 && (seen == null || seen.revision() < told.revision());
            if (!told.equals(seen) && !isTolerated) {
                findings.add(new Finding(
                        Kind.STREAM_DIFFERS,
                        device.toString(),
                        "",
                        0,
                        metric + " 1s " + start,
                        "the stream holds " + seen + ", history " + told + ", after " + resumed + " connections",
                        ""));
            }
        }));
        return findings;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
