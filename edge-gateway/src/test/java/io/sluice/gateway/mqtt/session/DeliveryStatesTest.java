package io.sluice.gateway.mqtt.session;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.gateway.spool.Exchange;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DeliveryStatesTest {
    private static Exchange answered(int session) {
        return new Exchange("s" + session, 1, 7, 21, (byte) 0);
    }

    private static DeliveryStates found(int sessions) {
        return new DeliveryStates(IntStream.range(0, sessions)
                .mapToObj(DeliveryStatesTest::answered)
                .toList());
    }

    @Test
    void sayThatTheSpoolHasSomethingOfOneThatWasForgotten() {
        DeliveryStates states = found(DeliveryStates.MAX_SESSIONS + 1);
        assertTrue(states.claim("s0").isEmpty(), "the longest unused is forgotten");

        DeliveryStates others = found(DeliveryStates.MAX_SESSIONS + 1);
        assertTrue(others.end("s0"), "the spool knows of it");
        assertTrue(others.end("s1"));
        assertFalse(others.end("unknown"));
    }
}
