package io.sluice.gateway.spool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.model.identity.DeviceId;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wills in the spool: after a crash those are found that were durable, and neither said nor called off. */
final class OpenWillsTest {
    private static final DeviceId PUMP = DeviceId.of("plant", "pump");

    private final SmallSpool small = new SmallSpool();

    private List<Will> foundAfterACrash() throws IOException {
        return small.afterACrash().openWills();
    }

    private List<Long> idsAfterACrash() throws IOException {
        return foundAfterACrash().stream().map(Will::id).toList();
    }

    static Will will(long id) {
        return new Will(
                id, "mortal", PUMP, "telemetry/plant/pump", new byte[] {1, 2}, 2, "application/cbor", null, 250, false);
    }

    @Test
    void aWillIsFoundAsItWasLeft() throws IOException {
        Spool spool = small.open();
        spool.tryAppend(new SpoolEntry.WillLeft(will(7)), "token");
        assertEquals(List.of(), spool.openWills(), "not durable yet");
        spool.step();
        Will found = foundAfterACrash().get(0);
        assertEquals(spool.openWills().get(0).id(), found.id());
        assertEquals("mortal", found.session());
        assertEquals(PUMP, found.device());
        assertEquals("telemetry/plant/pump", found.topic());
        assertArrayEquals(new byte[] {1, 2}, found.payload());
        assertEquals(2, found.qos());
        assertEquals("application/cbor", found.contentType());
        assertEquals(null, found.contentEncoding());
        assertEquals(250, found.delayMillis());
        assertFalse(found.isSaid());
    }

    @Test
    void oneThatWasCalledOffIsNot() throws IOException {
        Spool spool = small.open();
        SmallSpool.write(spool, new SpoolEntry.WillLeft(will(7)), new SpoolEntry.WillLeft(will(8)));
        SmallSpool.write(spool, new SpoolEntry.WillEnded(7));
        assertEquals(List.of(8L), idsAfterACrash());
        assertEquals(1, spool.openWills().size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void oneWhoseMessageIsDurableHasOnlyTheDeathLeftToSay(boolean isRefused) throws IOException {
        Spool spool = small.open();
        SmallSpool.write(spool, new SpoolEntry.WillLeft(will(7)));
        SpoolEntry.Rejected refused = Entries.rejected(PUMP, "x");
        SmallSpool.write(
                spool,
                isRefused
                        ? new SpoolEntry.Rejected(
                                refused.rejection(), refused.topic(), refused.payload(), refused.atMillis(), null, 7)
                        : new SpoolEntry.Messages(List.of(Entries.message(PUMP, "e1", 1)), null, 7));
        assertTrue(foundAfterACrash().get(0).isSaid());
        assertTrue(spool.openWills().get(0).isSaid());
        SmallSpool.write(spool, new SpoolEntry.Death(PUMP, 7));
        assertEquals(List.of(), idsAfterACrash());
        assertEquals(List.of(), spool.openWills());
    }

    @Test
    void othersEndWithoutIt() throws IOException {
        Spool spool = small.open();
        SmallSpool.write(
                spool, new SpoolEntry.WillLeft(will(7)), Entries.entry(PUMP, "e1", 1), new SpoolEntry.Death(PUMP, 0));
        assertEquals(List.of(7L), idsAfterACrash());
        assertFalse(foundAfterACrash().get(0).isSaid());
    }

    @Test
    void itOutlivesTheSegmentThatItWasLeftIn() throws IOException {
        Spool spool = small.open();
        SmallSpool.write(
                spool, new SpoolEntry.WillLeft(will(7)), new SpoolEntry.WillLeft(will(8)), new SpoolEntry.WillEnded(8));
        small.outliveFirstSegment(spool, PUMP);
        assertEquals(List.of(7L), idsAfterACrash());
    }

    @Test
    void whereThereIsNoRoomItIsNotKept() {
        OpenWills wills = new OpenWills(2 * will(1).sizeBound());
        for (long id = 1; id <= 3; id++) {
            wills.durable(new SpoolEntry.WillLeft(will(id)));
        }
        assertEquals(List.of(1L, 2L), wills.all().stream().map(Will::id).toList());
        wills.durable(new SpoolEntry.WillEnded(1));
        wills.durable(new SpoolEntry.WillLeft(will(4)));
        assertEquals(List.of(2L, 4L), wills.all().stream().map(Will::id).toList());
    }
}
