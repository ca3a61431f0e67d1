package io.sluice.gateway.mqtt.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.gateway.access.Account;
import io.sluice.gateway.mqtt.packet.Protocol;
import io.sluice.gateway.mqtt.topic.HeldFilters;
import io.sluice.model.identity.DeviceId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeptSessionsTest {
    private static final Account DEVICE = Account.of(DeviceId.of("plant-1", "pump-7"));
    private static final Account SPEAKER = new Account("plant-1", false);
    private static final String FILTER = "commands/plant-1/pump-7/#";

    private long nowNanos;
    private final KeptSessions sessions = new KeptSessions(() -> nowNanos);

    private void leave(String session) {
        leave(session, DEVICE);
    }

    private void leave(String session, @Nullable Account account) {
        HeldFilters held = sessions.claim(session, account);
        sessions.handedOn(session);
        sessions.left(session, held);
    }

    @Test
    void areHalfOfAllAtMostOfOneThatSpeaksForMany() {
        for (int i = 0; i < KeptSessions.MAXIMUM / 2; i++) {
            assertTrue(sessions.mayKeep("s" + i, SPEAKER));
            leave("s" + i, SPEAKER);
        }

        assertFalse(sessions.mayKeep("one-more", SPEAKER));
        assertTrue(sessions.mayKeep("other", new Account("plant-2", false)));
    }

    @Test
    void areNotKeptWhereTheBrokerNeverHadThem() {
        sessions.left("boot-0", sessions.claim("boot-0", DEVICE));
        assertEquals(0, sessions.size());

        leave("boot-1");
        sessions.left("boot-1", sessions.claim("boot-1", DEVICE));
        assertEquals(1, sessions.size(), "it has it from the connection before");
    }

    @Test
    void areSoManyOfADeviceAtMostWhateverItCallsItself() {
        for (int i = 0; i < KeptSessions.OF_A_DEVICE; i++) {
            assertTrue(sessions.mayKeep("boot-" + i, DEVICE), "session " + i);
            leave("boot-" + i);
        }

        assertFalse(sessions.mayKeep("one-more", DEVICE));
        assertTrue(sessions.mayKeep("boot-0", DEVICE), "one that is kept may come back");
        assertTrue(sessions.mayKeep("other", Account.of(DeviceId.of("plant-1", "pump-8"))));
        assertTrue(sessions.mayKeep("unknown", null));

        sessions.end("boot-3");
        assertTrue(sessions.mayKeep("one-more", DEVICE), "one that has ended makes room");
    }

    @Test
    void makeRoomWhenTheBrokerHasForgottenThem() {
        for (int i = 0; i < KeptSessions.OF_A_DEVICE; i++) {
            leave("boot-" + i);
            nowNanos += 1_000;
        }
        HeldFilters held = sessions.claim("boot-0", DEVICE);

        nowNanos = Protocol.SESSION_EXPIRY.toNanos() + 999;
        assertFalse(sessions.mayKeep("one-more", DEVICE), "who is there does not expire, the others have not yet");

        nowNanos++;
        assertTrue(sessions.mayKeep("one-more", DEVICE), "in the place of boot-1");
        assertEquals(KeptSessions.OF_A_DEVICE - 1, sessions.size());
        assertSame(held, sessions.claim("boot-0", DEVICE));
    }

    @Test
    void areSoManyAtMostWhereNobodyIsAsked() {
        for (int i = 0; i < KeptSessions.MAXIMUM; i++) {
            leave("s" + i, null);
        }

        assertFalse(sessions.mayKeep("one-more", null));
        assertTrue(sessions.mayKeep("s0", null));
    }

    @Test
    void keepTheirFiltersOverTheirConnections() {
        HeldFilters held = sessions.claim("boot-1", DEVICE);
        sessions.handedOn("boot-1");
        assertTrue(held.take(FILTER));
        sessions.left("boot-1", held);

        assertSame(held, sessions.claim("boot-1", DEVICE));
        assertTrue(sessions.takenFilterBytes() > 0);

        sessions.end("boot-1");
        assertEquals(0, sessions.takenFilterBytes());
    }

    @Test
    void giveTheirRoomBackWithTheLastOfTheirConnections() {
        HeldFilters first = sessions.claim("boot-1", DEVICE);
        HeldFilters second = sessions.claim("boot-1", DEVICE);
        assertSame(first, second);
        sessions.left("boot-1", first);
        nowNanos = Protocol.SESSION_EXPIRY.toNanos() + 1;
        sessions.mayKeep("one-more", DEVICE);
        assertEquals(1, sessions.size(), "the second connection has it");

        sessions.end("boot-1"); // by a clean start
        second.take(FILTER); // what the connection that lost it was still about to do
        sessions.left("boot-1", second);
        assertEquals(0, sessions.takenFilterBytes());
        assertEquals(0, sessions.size());
    }
}
