package io.sluice.ingest.twin;

import static io.sluice.ingest.TestMessages.PUMP;
import static io.sluice.ingest.TestMessages.TS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.ingest.json.TwinJson;
import io.sluice.ingest.row.RowWriter;
import io.sluice.model.batch.CountedMessage;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.message.ReadingKind;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TwinTest {
    private static final long NOW = TS + 100;

    private final Twin twin = Twin.from(null);

    @Test
    void aDeviceIsSeenFromItsFirstMessageToItsLast() {
        see(NOW, number(1, TS, "temperature", 21.4));
        see(NOW + 1_000, number(2, TS + 1_000, "temperature", 21.5));

        assertEquals(NOW, twin.firstSeenMillis());
        assertEquals(NOW + 1_000, twin.lastSeenMillis());
        assertEquals(2, twin.messages());
        assertEquals(2, twin.seq());
        assertEquals(21.5, value(twin, "temperature").number());
    }

    @Test
    void aDrainedBacklogDoesNotHideWhatIsNewer() {
        see(NOW, number(9, TS, "temperature", 21.4));
        see(NOW + 1, number(3, TS - 60_000, "temperature", 5), number(4, TS - 50_000, "rpm", 1480));

        assertEquals(9, twin.seq());
        assertEquals(21.4, value(twin, "temperature").number());
        assertEquals(1480, value(twin, "rpm").number(), "but what is known of nothing else is news");
        assertEquals(3, twin.messages());
    }

    @Test
    void everyKindOfValueSurvivesItsBytes() {
        see(NOW, number(1, TS, "temperature", -0.1));
        see(NOW, reading(2, TS, "running", ReadingKind.BOOLEAN, 1, null));
        see(NOW, reading(3, TS, "mode", ReadingKind.TEXT, 0, "töpfern"));

        Twin copy = Twin.from(twin.toBytes());

        assertEquals(twin.values(), copy.values());
        assertEquals("töpfern", value(copy, "mode").text());
        assertEquals(twin.lastSeenMillis(), copy.lastSeenMillis());
        assertEquals(twin.cadenceMillis(), copy.cadenceMillis());
        assertEquals("e", copy.epoch());
        assertEquals(3, copy.seq());
    }

    @Test
    void beyondTheBoundTheStalestMetricMakesRoom() {
        see(NOW, number(1, TS + 5, "old", 1));
        for (int i = 0; i < LastValues.MAX_METRICS; i++) {
            see(NOW, number(2 + i, TS + 10 + i, "m" + i, i));
        }

        assertEquals(LastValues.MAX_METRICS, twin.values().size());
        assertFalse(twin.values().containsKey("old"));
        assertTrue(twin.values().containsKey("m0"));
    }

    /** All that a device may say, in characters of which JSON makes the most. */
    @Test
    void itsJsonFitsIntoARecordWhateverItsNamesAndTextsAre() {
        for (int i = 0; i < LastValues.MAX_METRICS; i++) {
            String name = String.format("%04d", i) + "\uD840\uDC00".repeat(124);
            see(NOW, reading(1 + i, TS + i, name, ReadingKind.TEXT, 0, "\u4E00".repeat(256)));
        }

        int bytes = TwinJson.of("plant-1", "pump-7", twin).length;

        assertTrue(bytes > 700_000 && bytes < 800_000, "was " + bytes);
        assertTrue(twin.values().keySet().stream().noneMatch(name -> name.startsWith("0000")), "the stalest goes");
        assertTrue(twin.values().keySet().stream().anyMatch(name -> name.startsWith("0999")));
        assertEquals(twin.values(), Twin.from(twin.toBytes()).values());
    }

    @Test
    void aLongTextIsShortenedBetweenCharacters() {
        String long1 = "x".repeat(LastValues.MAX_TEXT_LENGTH - 1) + "\uD83D\uDE00";
        see(NOW, reading(1, TS, "mode", ReadingKind.TEXT, 0, long1));

        assertEquals(
                "x".repeat(LastValues.MAX_TEXT_LENGTH - 1), value(twin, "mode").text());
    }

    @Test
    void theCadenceSettlesOnTheGapBetweenMessages() {
        for (int i = 0; i < 100; i++) {
            see(
                    NOW + i * 2_000L,
                    number(2 * i + 1, TS + i * 2_000L, "t", 1),
                    number(2 * i + 2, TS + i * 2_000L, "t", 1));
        }

        assertEquals(1_000, twin.cadenceMillis(), "two messages every two seconds");
    }

    @Test
    void aDeviceThatWasOffForLongDoesNotLookSlowAfterwards() {
        for (int i = 0; i < 100; i++) {
            see(NOW + i * 60_000L, number(i + 1, TS + i * 60_000L, "t", 1));
        }

        see(NOW + 10_000 * 60_000L, number(101, TS + 10_000 * 60_000L, "t", 1));

        assertEquals(60_000.0, (double) twin.cadenceMillis(), 8_000);
    }

    @Test
    void anOutageAndTheBacklogAfterItHardlyMoveTheCadence() {
        for (int i = 0; i < 100; i++) {
            see(NOW + i * 60_000L, number(i + 1, TS + i * 60_000L, "t", 1));
        }
        long before = twin.cadenceMillis();
        for (int i = 100; i < 160; i++) {
            see(NOW + 160 * 60_000L + i, number(i + 1, TS + i * 60_000L, "t", 1));
        }

        assertEquals(60_000, before);
        assertEquals(60_000.0, (double) twin.cadenceMillis(), 8_000);
    }

    private static LastValue value(Twin twin, String metric) {
        return Objects.requireNonNull(twin.values().get(metric), metric);
    }

    @Test
    void aDeviceIsDeadFromItsDeathToItsNextMessage() {
        see(NOW, number(1, TS, "t", 1));
        assertTrue(twin.isAlive());
        assertTrue(twin.die("gw", 1, NOW + 5));
        assertFalse(twin.isAlive());
        assertEquals(NOW + 5, twin.diedMillis());
        assertFalse(Twin.from(twin.toBytes()).isAlive());
        assertFalse(twin.die("gw", 1, NOW + 5), "the same again is no news");
        twin.see("gw", List.of(new CountedMessage(1, number(2, TS + 1, "t", 1))), NOW + 10);
        assertTrue(twin.isAlive());
        assertFalse(twin.die("gw", 1, NOW + 5), "said before the message, and only sent again");
        assertTrue(twin.isAlive());
        assertTrue(twin.die("gw", 2, NOW + 12), "this one is another");
    }

    @Test
    void aDeathByWayOfAnotherGatewayIsComparedByTime() {
        see(NOW, number(1, TS, "t", 1));
        assertFalse(twin.die("other", 99, NOW));
        assertTrue(twin.die("other", 99, NOW + 1));
    }

    /** Its first gateway had lost Kafka, and tells of its last message and of the death when that is back. */
    @Test
    void aDeathInABacklogIsStaleWhereTheDeviceWasHeardElsewhereSince() {
        seeBy("a", 0, NOW, number(1, TS, "t", 1));
        seeBy("b", 0, NOW + 110, number(2, TS + 110, "t", 1));
        seeBy("a", 1, NOW + 200, number(3, TS + 100, "t", 1));

        assertFalse(Twin.from(twin.toBytes()).die("a", 2, NOW + 105));
        assertTrue(Twin.from(twin.toBytes()).die("a", 2, NOW + 115), "it came back");
    }

    @Test
    void aClockThatWasAheadDoesNotKeepADeviceSeen() {
        see(NOW + 3_600_000, number(1, TS, "t", 1));
        see(NOW + 20, number(2, TS + 20, "t", 1));
        assertEquals(NOW + 20, twin.lastSeenMillis());
        see(NOW + 10, number(3, TS + 30, "t", 1));
        assertEquals(NOW + 20, twin.lastSeenMillis(), "put right a little");
    }

    /** Of the version before devices could die: state must outlive an upgrade. */
    @Test
    void aRowFromBeforeIsReadAsAlive() {
        byte[] row = new RowWriter()
                .unsigned(1) // version
                .unsigned(1_000) // cadence
                .unsigned(NOW - 5) // first seen
                .unsigned(NOW) // last seen
                .unsigned(7) // messages
                .fixed(TS) // ts
                .text("e")
                .unsigned(42) // seq
                .unsigned(1) // one value
                .text("t")
                .unsigned(ReadingKind.NUMBER.ordinal())
                .fixed(Double.doubleToRawLongBits(21.4))
                .fixed(TS)
                .toBytes();

        Twin old = Twin.from(row);

        assertTrue(old.isAlive());
        assertEquals(42, old.seq());
        assertEquals(21.4, value(old, "t").number());
    }

    private void see(long nowMillis, DeviceMessage... messages) {
        twin.see(
                "gw",
                List.of(messages).stream()
                        .map(message -> new CountedMessage(0, message))
                        .toList(),
                nowMillis);
    }

    private void seeBy(String spool, long counter, long nowMillis, DeviceMessage message) {
        twin.see(spool, List.of(new CountedMessage(counter, message)), nowMillis);
    }

    private static DeviceMessage number(long seq, long ts, String metric, double value) {
        return reading(seq, ts, metric, ReadingKind.NUMBER, value, null);
    }

    private static DeviceMessage reading(
            long seq, long ts, String metric, ReadingKind kind, double number, @Nullable String text) {
        return new DeviceMessage(
                PUMP,
                "e",
                seq,
                ts,
                Provenance.DEVICE,
                new String[] {metric},
                new ReadingKind[] {kind},
                new double[] {number},
                new @Nullable String[] {text});
    }
}
