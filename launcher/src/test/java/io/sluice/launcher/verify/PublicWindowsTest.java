package io.sluice.launcher.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.launcher.verify.PublicWindows.Told;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.Tier;
import io.sluice.simulator.oracle.ObservedWindow;
import io.sluice.simulator.oracle.WindowStats;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract's point, and what a broken pipeline may make of it. */
class PublicWindowsTest {
    private static final String POINT = "{\"start\":1732412345000,\"end\":1732412346000,\"count\":10,\"sum\":214.0,"
            + "\"min\":21.1,\"max\":21.9,\"mean\":21.4,\"stddev\":0.2,\"p50\":21.5,\"p95\":21.7,\"p99\":21.8,"
            + "\"first\":21.2,\"last\":21.6,\"revision\":10,\"identities\":\"9f3c00a1b2c3d4e5\"}";

    @Test
    void a_point_is_read_by_its_names() throws Exception {
        WindowStats stats = new WindowStats(21.1, 21.9, 21.4, 0.2, 21.5, 21.7, 21.8, 21.2, 21.6);

        assertEquals(new ObservedWindow(10, 214, 0x9f3c00a1b2c3d4e5L, 10, stats), window(POINT));
    }

    @Test
    void what_a_point_does_not_say_is_no_number() throws Exception {
        assertEquals(Double.NaN, window(POINT.replace("p99", "p98")).stats().p99());
        assertEquals(Double.NaN, window(POINT.replace("0.2", "null")).stats().stddev());
    }

    @Test
    void a_window_that_stands_twice_in_an_answer_is_told_as_such() throws Exception {
        try (PublicFace face = new PublicFace()) {
            face.says(
                    "/api/v1/series",
                    "{\"series\":[{\"metric\":\"level\",\"points\":[" + POINT + "," + POINT
                            + "]}],\"position\":\"1~abc\"}");

            Told told = new PublicWindows(new PublicJson(face.url()), Instant.now()).of(DeviceId.of("a", "b"), Tier.S1);

            assertEquals(List.of("level 1732412345000"), told.repeated());
            assertEquals(Map.of("level", Map.of(1732412345000L, window(POINT))), told.windows());
            assertEquals("1~abc", told.position());
        }
    }

    private static ObservedWindow window(String point) throws Exception {
        return PublicWindows.window(new ObjectMapper().readTree(point));
    }
}
