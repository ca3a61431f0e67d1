package io.sluice.launcher.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.Tier;
import io.sluice.simulator.oracle.Finding;
import io.sluice.simulator.oracle.ObservedWindow;
import io.sluice.simulator.oracle.WindowStats;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of a device that has windows from 1 s and from 2 s. */
class SnapshotTest {
    private static final DeviceId DEVICE = DeviceId.of("a", "b");
    private static final long ENDED = 3_000;

    private PublicFace face;

    @BeforeEach
    void open() throws Exception {
        face = new PublicFace();
    }

    @AfterEach
    void close() {
        face.close();
    }

    @Test
    void it_is_the_newest_window_of_each_series() throws Exception {
        says(point("level", 2_000, 7), point("flow", 1_000, 4));

        assertEquals(
                List.of(),
                differences(Map.of(
                        "level", Map.of(1_000L, window(5), 2_000L, window(7)), "flow", Map.of(1_000L, window(4)))));
    }

    @Test
    void anything_else_is_found() throws Exception {
        for (String[] wrong : new String[][] {
            {},
            {point("level", 1_000, 5)},
            {point("level", 2_000, 6)},
            {point("level", 2_000, 7), point("level", 1_000, 5)},
            {point("level", 2_000, 7).replace("\"sum\":1", "\"sum\":2")}
        }) {
            says(wrong);

            assertEquals(
                    List.of("a/b snapshot 1s level 2000"),
                    differences(Map.of("level", Map.of(1_000L, window(5), 2_000L, window(7)))),
                    () -> String.join(" ", wrong));
        }
    }

    @Test
    void a_window_that_history_has_not_is_found() throws Exception {
        says(point("level", 2_000, 7));

        assertEquals(List.of("a/b snapshot 1s level 2000"), differences(Map.of()));
    }

    @Test
    void what_has_not_ended_for_long_may_differ() throws Exception {
        says(point("level", 2_000, 7));

        assertEquals(List.of(), differences(Map.of("level", Map.of(2_000L, window(7), 2_001L, window(1)))));
    }

    @Test
    void a_device_that_nobody_is_is_found() throws Exception {
        says(point("level", 2_000, 7));

        assertEquals(List.of("a/b snapshot 1s"), lines(ask().strangers(Set.of(DeviceId.of("a", "c"))).stream()));
        assertEquals(List.of(), ask().strangers(Set.of(DEVICE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "event: rollups\ndata: []\n\n"})
    void a_stream_that_says_something_else_first_or_nothing_holds_nothing(String first) throws Exception {
        face.says("/api/v1/stream", first + snapshot(point("level", 2_000, 7)).repeat(first.isEmpty() ? 0 : 1));

        assertEquals(List.of("a/b snapshot 1s level 2000"), differences(Map.of("level", Map.of(2_000L, window(7)))));
    }

    @Test
    void an_api_that_is_away_is_asked_again() {
        assertThrows(IOException.class, this::ask);
    }

    private Snapshot ask() throws Exception {
        return Snapshot.ask(HttpClient.newHttpClient(), face.url(), Tier.S1);
    }

    private List<String> differences(Map<String, Map<Long, ObservedWindow>> told) throws Exception {
        return lines(ask().compare(DEVICE, told, ENDED).stream());
    }

    private static List<String> lines(Stream<Finding> findings) {
        return findings.map(finding -> finding.device() + " " + finding.where()).toList();
    }

    private void says(String... points) {
        face.says("/api/v1/stream", "id: 1\nevent: hello\ndata: {\"resume\":\"reset\"}\n\n" + snapshot(points));
    }

    private static String snapshot(String... points) {
        return "event: snapshot\ndata: " + Stream.of(points).collect(Collectors.joining(",", "[", "]")) + "\n\n";
    }

    private static String point(String metric, long start, long revision) {
        return "{\"site\":\"a\",\"device\":\"b\",\"metric\":\"" + metric + "\",\"start\":" + start
                + ",\"count\":1,\"sum\":1,\"identities\":\"1\",\"revision\":" + revision + "}";
    }

    private static ObservedWindow window(long revision) {
        return new ObservedWindow(1, 1, 1, revision, WindowStats.NOTHING);
    }
}
