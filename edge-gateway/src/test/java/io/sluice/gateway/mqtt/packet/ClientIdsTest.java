package io.sluice.gateway.mqtt.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientIdsTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "plant-1/pump-7", "mosq-mOnbJUq2EPttRLwyZX", "Gerät 7", "$device"})
    void takesOrdinaryIds(String id) {
        assertTrue(ClientIds.isValid(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "a\tb", "a+", "#", "\u0085"})
    void refusesIdsThatHurtLogsOrFilters(String id) {
        assertFalse(ClientIds.isValid(id));
    }

    @Test
    void refusesAnIdThatHasNoSessionLoop() {
        String id = "polygenelubricants";

        assertEquals(Integer.MIN_VALUE, id.hashCode());
        assertFalse(ClientIds.isValid(id));
    }

    @Test
    void boundsTheLength() {
        assertTrue(ClientIds.isValid("x".repeat(ClientIds.MAX_LENGTH)));
        assertFalse(ClientIds.isValid("x".repeat(ClientIds.MAX_LENGTH + 1)));
    }

    @Test
    void assignsValidIdsThatDiffer() {
        String id = ClientIds.assign();

        assertTrue(ClientIds.isValid(id));
        assertFalse(id.equals(ClientIds.assign()));
    }
}
