package io.sluice.gateway.mqtt.listen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;
import io.sluice.gateway.access.LimitSettings;
import io.sluice.gateway.access.Limits;
import io.sluice.gateway.mqtt.FrontFixture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Five hundred CONNECTs a second: two thousand connections, so six in three milliseconds. */
class AcceptPaceTest {
    private final Limits limits = new Limits(FrontFixture.settings().with(LimitSettings.CONNECTS, 500), () -> 0);
    private final EmbeddedChannel listener = new EmbeddedChannel(new AcceptPace(limits));

    @BeforeEach
    void stopTheClock() {
        listener.freezeTime();
    }

    private void arrive(int connections) {
        for (int i = 0; i < connections; i++) {
            listener.writeInbound("connection");
        }
    }

    private boolean accepts() {
        return listener.config().isAutoRead();
    }

    @Test
    void those_beyond_the_pace_wait_in_the_kernel() {
        limits.switchOn();
        arrive(5);
        assertTrue(accepts());
        arrive(1);
        assertFalse(accepts());
        listener.advanceTimeBy(3, TimeUnit.MILLISECONDS);
        listener.runScheduledPendingTasks();
        assertTrue(accepts());
        arrive(5);
        assertTrue(accepts());
        assertEquals(11, listener.inboundMessages().size(), "what was accepted goes on");
    }

    @Test
    void without_limits_all_are_accepted_and_with_them_the_pace_begins() {
        arrive(100);
        assertTrue(accepts());
        limits.switchOn();
        arrive(1);
        assertFalse(accepts());
        listener.advanceTimeBy(3, TimeUnit.MILLISECONDS);
        listener.runScheduledPendingTasks();
        arrive(5);
        assertTrue(accepts());
    }
}
