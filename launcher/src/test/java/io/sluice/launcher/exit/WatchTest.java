package io.sluice.launcher.exit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.kit.health.HealthCheck;
import io.sluice.kit.health.HealthRegistry;
import io.sluice.kit.health.HealthState;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class WatchTest {
    @Test
    @Timeout(30)
    void a_service_that_is_not_live_any_more_ends_the_process() throws InterruptedException {
        HealthRegistry health = new HealthRegistry();
        health.live(HealthCheck.of("mqtt", () -> HealthState.down("a session loop of the MQTT broker died")));
        StringWriter said = new StringWriter();
        int code = new Watch(StopSignal.install(), health).run(new PrintWriter(said));
        assertEquals(ExitCode.VERDICT_NO, code);
        assertEquals("", said.toString());
    }
}
