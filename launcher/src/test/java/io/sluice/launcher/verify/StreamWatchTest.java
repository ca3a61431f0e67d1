package io.sluice.launcher.verify;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.Tier;
import io.sluice.simulator.oracle.Finding;
import io.sluice.simulator.oracle.FleetHistory;
import io.sluice.simulator.oracle.ObservedWindow;
import io.sluice.simulator.oracle.WindowStats;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream whose connections each say what they are told and end, and are silent afterwards; and a history. */
class StreamWatchTest {
    private static final DeviceId DEVICE = DeviceId.of("a", "b");
    private static final long ENDED = 4_000;
    private static final String WHOLE = "id: whole\nevent: rollups\ndata: []\n\n";
    private static final String HELLO = "event: hello\ndata: {\"resume\":\"exact\"}\n\n";
    private static final String RESET = "event: hello\ndata: {\"resume\":\"reset\"}\n\n";
    private static final String GAP = "id: gap\nevent: gap\ndata: {\"reason\":\"\"}\n\n";

    private final List<String> resumedFrom = new CopyOnWriteArrayList<>();
    private final Queue<String> bodies = new ConcurrentLinkedQueue<>();
    /** What history has from so manieth connection on. */
    private final NavigableMap<Integer, String> history = new ConcurrentSkipListMap<>(Map.of(0, ""));

    /** So many times, after the second connection. */
    private final AtomicInteger historyIsAwayFor = new AtomicInteger();

    /** When each connection begins. */
    private final AtomicLong now = new AtomicLong();

    /** How much later it is each time that somebody looks. */
    private volatile long step;

    private final FleetHistory truth = new FleetHistory();
    private HttpServer server;
    private StreamWatch watch;

    @BeforeEach
    void listen() throws IOException {
        truth.boot(DEVICE, "e0");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/stream", this::answerStream);
        server.createContext("/api/v1/series", this::answerHistory);
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        watch = new StreamWatch(
                url,
                Tier.S1,
                new PublicWindows(new PublicJson(url), Instant.now()),
                truth,
                () -> Instant.ofEpochMilli(now.addAndGet(step)));
    }

    @AfterEach
    void close() {
        watch.close();
        server.stop(0);
    }

    @Test
    void an_event_that_is_cut_off_behind_its_id_is_asked_for_again() {
        watch(WHOLE + "id: cut\nevent: rollups\ndata: [{\"site\":");

        assertEquals("whole", resumedFrom.get(1));
    }

    @Test
    void an_id_without_a_data_line_is_not_a_place_to_resume_from() {
        watch(WHOLE + "id: cut\n");

        assertEquals("whole", resumedFrom.get(1));
    }

    @Test
    void what_it_was_told_is_what_history_must_hold() {
        watch(HELLO + rollup(1_000, 1) + rollup(2_000, 1), HELLO + rollup(1_000, 2));

        assertEquals(List.of(), compare(window(1_000, 2), window(2_000, 1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {RESET, HELLO + GAP})
    void who_is_told_that_something_was_missed_asks_history_for_it(String told) {
        history.put(2, point(1_000, 3) + "," + point(2_000, 1));
        watch(HELLO + rollup(1_000, 1), told);

        assertEquals(List.of(), compare(window(1_000, 3), window(2_000, 1)));
        assertEquals("joined2", resumedFrom.get(2));
        assertEquals(
                List.of("*: must be resumed each time, was told to begin anew"),
                watch.compareAll().stream().map(StreamWatchTest::line).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {RESET, HELLO + GAP})
    void what_is_missed_afterwards_is_found(String told) {
        history.put(2, point(1_000, 1));
        history.put(3, point(1_000, 2) + "," + point(2_000, 1) + "," + point(3_000, 1));
        watch(HELLO + rollup(1_000, 1), told, HELLO + rollup(3_000, 1));

        assertEquals(
                List.of(differs(1_000, revision(1), revision(2)), differs(2_000, "nothing", revision(1))),
                sorted(compare(window(1_000, 2), window(2_000, 1), window(3_000, 1))));
    }

    @Test
    void who_came_too_late_for_the_first_asks_history_for_it() {
        history.put(0, point(1_000, 1));
        watch(HELLO);

        assertEquals(List.of(), compare(window(1_000, 1)));
        assertEquals("joined0", resumedFrom.get(0));
    }

    @Test
    void history_that_does_not_answer_is_asked_again() {
        historyIsAwayFor.set(2);
        history.put(2, point(1_000, 1));
        watch(HELLO + WHOLE, RESET, HELLO);

        assertEquals(List.of(), compare(window(1_000, 1)));
    }

    @Test
    void what_history_holds_in_an_older_revision_does_not_replace_what_was_told() {
        history.put(2, point(1_000, 1));
        watch(HELLO + rollup(1_000, 2), RESET);

        assertEquals(List.of(), compare(window(1_000, 2)));
    }

    @Test
    void what_it_was_told_of_the_values_is_what_history_must_say() {
        watch(HELLO + rollup(1_000, 1).replace("\"count\"", "\"p99\":2.0,\"count\""));

        assertEquals(1, compare(window(1_000, 1)).size());
    }

    /** Who keeps the higher revision would hold either, as it came first or last. */
    @Test
    void a_revision_that_is_told_with_another_content_is_found() {
        String other = rollup(1_000, 1).replace("\"sum\":1.0", "\"sum\":2.0");
        watch(HELLO + other + rollup(1_000, 1), HELLO + rollup(1_000, 1));

        assertEquals(
                List.of("a/b level 1s 1000 told twice: a revision must have one content, was told as "
                        + revision(1).replace("sum=1", "sum=2") + ", then as " + revision(1)),
                compare(window(1_000, 1)));
    }

    @Test
    void a_window_that_history_has_not_is_found() {
        watch(HELLO + rollup(1_000, 1));

        assertEquals(List.of(differs(1_000, revision(1), "nothing")), compare());
    }

    @Test
    void a_window_that_has_not_ended_for_long_is_not_compared() {
        watch(HELLO + rollup(ENDED, 1));

        assertEquals(List.of(), compare());
    }

    /** Of a window that ended at 2 s. */
    @ParameterizedTest
    @CsvSource({"1000, 0", "999, 1"})
    void what_ended_before_it_came_it_was_owed_and_only_what_ended_later_is_live(long connected, int live) {
        now.set(connected);
        watch(HELLO + rollup(1_000, 1));

        assertEquals(live, watch.live());
    }

    /** So much later with each line, of which its greeting has three. */
    @ParameterizedTest
    @CsvSource({"6666, false, true", "6667, false, false", "6667, true, true"})
    void it_hangs_up_after_a_while_unless_it_stays(long later, boolean stays, boolean isTold) {
        step = later;
        if (stays) {
            watch.stay();
        }
        watch(HELLO);

        assertEquals(isTold, watch.compareAll().isEmpty(), watch.compareAll()::toString);
    }

    @Test
    void a_stream_that_greets_nobody_is_found() {
        watch("");

        assertEquals(
                List.of("*: must be greeted, never was"),
                watch.compareAll().stream().map(StreamWatchTest::line).toList());
    }

    @Test
    void windows_of_a_device_that_nobody_is_are_found() {
        watch(HELLO + rollup(1_000, 1).replace("\"b\"", "\"stranger\""));

        assertEquals(
                List.of("a/stranger: the stream holds windows of a device that nobody is"),
                watch.compareAll().stream().map(StreamWatchTest::line).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"no JSON", "[{\"site\":\"a\"}]"})
    void what_cannot_be_read_ends_it_and_that_is_found(String data) {
        bodies.add(HELLO + "event: rollups\ndata: " + data + "\n\n");
        watch.start();

        await().untilAsserted(() -> assertEquals(1, watch.compareAll().size()));
        String found = line(watch.compareAll().get(0));
        assertTrue(found.startsWith("*: must watch to the end, was ended by java.lang."), found);
    }

    @Test
    void it_watches_to_the_end_where_the_stream_ends() {
        watch(HELLO, "", "");

        assertEquals(List.of(), watch.compareAll());
    }

    /** Until it comes back after the last of them. */
    private void watch(String... connections) {
        bodies.addAll(List.of(connections));
        watch.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> resumedFrom.size() > connections.length);
    }

    private void answerStream(HttpExchange exchange) throws IOException {
        resumedFrom.add(String.valueOf(exchange.getRequestHeaders().getFirst("Last-Event-ID")));
        String body = bodies.poll();
        answer(exchange, 200, body == null ? "" : body);
    }

    private void answerHistory(HttpExchange exchange) throws IOException {
        int connection = resumedFrom.size();
        String points = history.floorEntry(connection).getValue();
        String series = "{\"series\":[{\"metric\":\"level\",\"points\":[" + points + "]}],\"position\":\"joined"
                + connection + "\"}";
        boolean isAway = connection == 2 && historyIsAwayFor.getAndDecrement() > 0;
        answer(exchange, isAway ? 500 : 200, series);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.sendResponseHeaders(status, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String rollup(long start, long revision) {
        return "id: i" + start + "-" + revision + "\nevent: rollups\ndata: [" + point(start, revision) + "]\n\n";
    }

    private static String point(long start, long revision) {
        return "{\"site\":\"a\",\"device\":\"b\",\"metric\":\"level\",\"start\":" + start
                + ",\"count\":1,\"sum\":1.0,\"identities\":\"1\",\"revision\":" + revision + "}";
    }

    private record Told(long start, ObservedWindow window) {}

    private static Told window(long start, long revision) {
        return new Told(start, new ObservedWindow(1, 1, 1, revision, WindowStats.NOTHING));
    }

    private static String revision(long revision) {
        return new ObservedWindow(1, 1, 1, revision, WindowStats.NOTHING).toString();
    }

    private List<String> compare(Told... told) {
        Map<Long, ObservedWindow> windows = Stream.of(told).collect(Collectors.toMap(Told::start, Told::window));
        return watch.compare(DEVICE, Map.of("level", windows), ENDED).stream()
                .map(StreamWatchTest::line)
                .toList();
    }

    private static List<String> sorted(List<String> lines) {
        return lines.stream().sorted().toList();
    }

    private static String differs(long start, String held, String told) {
        return "a/b level 1s " + start + ": the stream holds " + held + ", history " + told;
    }

    /** Without what it came after, which differs from run to run. */
    private static String line(Finding finding) {
        String where = finding.where().startsWith("level") ? " " + finding.where() : "";
        return finding.device() + where + ": " + finding.detail().replaceAll(", after .*", "");
    }
}
