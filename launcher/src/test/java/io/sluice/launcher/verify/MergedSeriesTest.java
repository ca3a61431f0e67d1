package io.sluice.launcher.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.Tier;
import io.sluice.simulator.oracle.ObservedWindow;
import io.sluice.simulator.oracle.WindowStats;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two devices of one site with a window each, and what a merged series makes of them. */
class MergedSeriesTest {
    private static final long START = 1_000;

    private final MergedSeries merged = new MergedSeries(Tier.S1, 2 * START);
    private PublicFace face;

    @BeforeEach
    void open() throws Exception {
        face = new PublicFace();
        merged.add(DeviceId.of("a", "b"), Map.of("level", Map.of(START, window(2, 30, 1, 10, 20))));
        merged.add(DeviceId.of("a", "c"), Map.of("level", Map.of(START, window(1, 5, 3, 5, 5))));
    }

    @AfterEach
    void close() {
        face.close();
    }

    @Test
    void what_is_merged_is_what_its_devices_say() throws Exception {
        says(point(3, 35, 2, 5, 20));

        assertEquals(List.of(), compare());
    }

    @Test
    void anything_else_is_found() throws Exception {
        for (String wrong : List.of(
                point(2, 35, 2, 5, 20),
                point(3, 36, 2, 5, 20),
                point(3, 35, 3, 5, 20),
                point(3, 35, 2, 6, 20),
                point(3, 35, 2, 5, 21),
                "")) {
            says(wrong);

            assertEquals(List.of("* merged 1s level 1000", "a merged 1s level 1000"), compare(), wrong);
        }
    }

    @Test
    void a_window_that_no_device_has_is_found() throws Exception {
        says(point(3, 35, 2, 5, 20) + "," + point(1, 1, 1, 1, 1).replace("1000", "0"));

        assertEquals(List.of("* merged 1s level 0", "a merged 1s level 0"), compare());
    }

    @Test
    void a_site_that_no_device_is_of_is_found() throws Exception {
        String series = "\"metric\":\"level\",\"points\":[" + point(3, 35, 2, 5, 20) + "]}";
        face.says(
                "/api/v1/series",
                "{\"series\":[{\"site\":\"a\"," + series + ",{\"site\":\"z\"," + series + ",{" + series + "]}");

        assertEquals(List.of("z merged 1s level 1000"), compare());
    }

    @Test
    void a_window_that_has_not_ended_for_long_is_not_compared() throws Exception {
        says(point(3, 35, 2, 5, 20) + "," + point(1, 1, 1, 1, 1).replace("1000", "2000"));

        assertEquals(List.of(), compare());
    }

    @Test
    void a_window_that_is_told_twice_is_found() throws Exception {
        says(point(3, 35, 2, 5, 20) + "," + point(3, 35, 2, 5, 20));

        assertEquals(List.of("* merged 1s level 1000", "a merged 1s level 1000"), compare());
    }

    private List<String> compare() throws Exception {
        return merged.compare(new PublicWindows(new PublicJson(face.url()), Instant.now())).stream()
                .map(found -> found.device() + " " + found.where())
                .sorted()
                .toList();
    }

    private void says(String points) {
        String series = "\"metric\":\"level\",\"points\":[" + points + "]";
        face.says("/api/v1/series", "{\"series\":[{\"site\":\"a\"," + series + "},{" + series + "}]}");
    }

    private static ObservedWindow window(long count, long sum, long identities, double min, double max) {
        double none = Double.NaN;
        return new ObservedWindow(
                count, sum, identities, 1, new WindowStats(min, max, none, none, none, none, none, none, none));
    }

    private static String point(long count, long sum, long identities, long min, long max) {
        return "{\"start\":1000,\"count\":" + count + ",\"sum\":" + sum + ",\"identities\":\"" + identities
                + "\",\"revision\":9,\"min\":" + min + ",\"max\":" + max + "}";
    }
}
