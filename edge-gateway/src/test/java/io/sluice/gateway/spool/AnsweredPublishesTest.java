package io.sluice.gateway.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.model.identity.DeviceId;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Publishes of QoS 1 that the next life can tell from new ones. */
final class AnsweredPublishesTest {
    private static final DeviceId PUMP = DeviceId.of("plant", "pump");

    private final AnsweredPublishes answered = new AnsweredPublishes(4);

    private static Exchange publish(String session, int packetId) {
        return new Exchange(session, 1, packetId, 31L * packetId, (byte) 0);
    }

    private void replay(Exchange... exchanges) {
        for (Exchange exchange : exchanges) {
            answered.replay(new SpoolRecord.Messages(
                    0, 0, 0, List.of(Entries.message(PUMP, "e1", exchange.packetId())), exchange, 0));
        }
    }

    @Test
    void theLatestAreKnownInTheirOrder() {
        replay(publish("a", 1), publish("b", 1), publish("a", 2), publish("b", 2), publish("a", 3));
        assertEquals(List.of(publish("b", 1), publish("a", 2), publish("b", 2), publish("a", 3)), answered.all());
    }

    @Test
    void anIdThatIsTakenAgainForgetsItsSession() {
        replay(publish("a", 1), publish("b", 1), publish("a", 2), publish("a", 1));
        assertEquals(List.of(publish("b", 1)), answered.all());
        replay(publish("a", 2), publish("a", 3));
        assertEquals(List.of(publish("b", 1), publish("a", 2), publish("a", 3)), answered.all());
    }

    @Test
    void theEndOfASessionForgetsIt() {
        replay(publish("a", 1), publish("b", 1));
        answered.replay(new SpoolRecord.SessionEnded(0, "a"));
        assertEquals(List.of(publish("b", 1)), answered.all());
    }

    @Test
    void exchangesOfQos2AreNotAmongThem() {
        replay(new Exchange("a", 2, 1, 31, (byte) 0));
        assertEquals(List.of(), answered.all());
    }

    /** A checkpoint covers what is before it, but for these. */
    @Test
    void thoseOfTheSegmentBeforeTheCheckpointAreKnown() throws IOException {
        SmallSpool small = new SmallSpool();
        Spool spool = small.open();
        List<Exchange> written =
                IntStream.rangeClosed(1, 40).mapToObj(id -> publish("a", id)).toList();
        for (Exchange exchange : written) {
            SmallSpool.write(
                    spool,
                    new SpoolEntry.Messages(List.of(Entries.message(PUMP, "e1", exchange.packetId())), exchange, 0));
        }
        assertTrue(SpoolPosition.segment(spool.durablePosition()) > 0, "there must be a second segment");
        spool.close();
        SpoolKeeper keeper = small.keeper(spool, 60);
        keeper.close(spool.startMark());
        assertEquals(written, small.afterACrash().openExchanges());
    }
}
