package io.sluice.gateway.mqtt.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;
import io.sluice.gateway.access.Account;
import io.sluice.gateway.mqtt.GateHarness;
import io.sluice.gateway.mqtt.topic.HeldFilters;
import io.sluice.gateway.spool.Exchange;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.model.identity.DeviceId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeptSessionsTest {
    private static final Account DEVICE = Account.of(DeviceId.of("plant-1", "pump-7"));
    private static final Account SPEAKER = new Account("plant-1", false);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String FILTER = "commands/plant-1/pump-7/#";

    private final EmbeddedChannel loop = new EmbeddedChannel();
    private final GateHarness harness = new GateHarness();
    private final SessionContext shared = harness.sessions;
    private final KeptSessions sessions = shared.kept();

    private void leave(String session) {
        leave(session, DEVICE);
    }

    private void leave(String session, @Nullable Account account) {
        HeldFilters held = sessions.claim(session, account);
        sessions.handedOn(session);
        left(session, held);
    }

    private void left(String session, HeldFilters held) {
        sessions.left(session, held, new SessionExpiry(harness.context, shared, null, session, loop.eventLoop()), HOUR);
    }

    private void passes(Duration time) {
        loop.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        loop.runScheduledPendingTasks();
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
        left("boot-0", sessions.claim("boot-0", DEVICE));
        assertEquals(0, sessions.size());

        leave("boot-1");
        left("boot-1", sessions.claim("boot-1", DEVICE));
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
    void makeRoomWhenTheirTimeIsOver() {
        loop.freezeTime();
        for (int i = 0; i < KeptSessions.OF_A_DEVICE; i++) {
            leave("boot-" + i);
            passes(Duration.ofSeconds(1));
        }
        HeldFilters held = sessions.claim("boot-0", DEVICE);

        passes(HOUR.minusSeconds(KeptSessions.OF_A_DEVICE));
        assertFalse(sessions.mayKeep("one-more", DEVICE), "who is there does not expire, the others have not yet");

        passes(Duration.ofSeconds(1));
        assertTrue(sessions.mayKeep("one-more", DEVICE), "in the place of boot-1");
        assertEquals(KeptSessions.OF_A_DEVICE - 1, sessions.size());
        assertSame(held, sessions.claim("boot-0", DEVICE));
    }

    @Test
    void areNotOverBeforeTheSpoolHasRoomForIt() {
        loop.freezeTime();
        shared.deliveries().claim("boot-0").restore(new Exchange("boot-0", 1, 7, 21, (byte) 0));
        leave("boot-0");
        leave("boot-1");
        harness.log.fill();

        passes(HOUR);
        assertTrue(sessions.has("boot-0"));
        assertFalse(sessions.has("boot-1"), "the spool has nothing of it");

        harness.log.makeRoom();
        passes(Duration.ofSeconds(1));
        assertFalse(sessions.has("boot-0"));
        assertEquals(List.of(new SpoolEntry.SessionEnded("boot-0")), harness.log.taken());
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
        left("boot-1", held);

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
        left("boot-1", first);
        passes(HOUR.plusSeconds(1));
        assertEquals(1, sessions.size(), "the second connection has it");

        sessions.end("boot-1"); // by a clean start
        second.take(FILTER); // what the connection that lost it was still about to do
        left("boot-1", second);
        assertEquals(0, sessions.takenFilterBytes());
        assertEquals(0, sessions.size());
    }
}
