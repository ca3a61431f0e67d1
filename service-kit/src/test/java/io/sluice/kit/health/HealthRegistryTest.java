package io.sluice.kit.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HealthRegistryTest {
    private final HealthRegistry health = new HealthRegistry();

    @Test
    void aProcessWithoutChecksIsUp() {
        assertTrue(health.live().isUp());
        assertEquals("{\"status\":\"up\",\"checks\":[]}", health.ready().toJson());
    }

    @Test
    void oneCheckThatIsDownTakesItsKindDownAndSaysWhy() {
        health.ready(HealthCheck.of("streams", HealthState::up));
        health.ready(HealthCheck.of("spool", () -> HealthState.down("disk \"full\"\n")));

        assertTrue(health.live().isUp());
        assertFalse(health.ready().isUp());
        assertEquals(
                "{\"status\":\"down\",\"checks\":[{\"name\":\"streams\",\"status\":\"up\"},"
                        + "{\"name\":\"spool\",\"status\":\"down\",\"reason\":\"disk \\\"full\\\"\\u000a\"}]}",
                health.ready().toJson());
    }

    @Test
    void aCheckThatThrowsIsDown() {
        health.live(HealthCheck.of("loop", () -> {
            throw new IllegalStateException("planted");
        }));

        assertEquals(
                "check failed: java.lang.IllegalStateException: planted",
                health.live().lines().get(0).state().reason());
    }
}
