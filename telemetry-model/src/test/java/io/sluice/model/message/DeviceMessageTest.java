package io.sluice.model.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.model.identity.DeviceId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceMessageTest {
    private static final long TS = 1_732_412_345_678L;

    @Test
    void theContentIsTheSameInWhateverOrderTheMetricsStand() {
        DeviceMessage one = message(1, TS, List.of("a", "b"), 1.5, 2.5);
        DeviceMessage other = message(1, TS, List.of("b", "a"), 2.5, 1.5);

        assertEquals(one.contentHash(), other.contentHash());
    }

    @Test
    void theContentIsTheSameUnderAnotherSeq() {
        assertEquals(
                message(1, TS, List.of("a"), 1.5).contentHash(),
                message(2, TS, List.of("a"), 1.5).contentHash());
    }

    @Test
    void anotherTsValueMetricOrKindIsOtherContent() {
        long hash = message(1, TS, List.of("a", "b"), 1, 0).contentHash();

        assertNotEquals(hash, message(1, TS + 1, List.of("a", "b"), 1, 0).contentHash());
        assertNotEquals(hash, message(1, TS, List.of("a", "b"), 0, 1).contentHash());
        assertNotEquals(hash, message(1, TS, List.of("a", "c"), 1, 0).contentHash());
        assertNotEquals(hash, message(1, TS, List.of("a"), 1).contentHash());
        assertNotEquals(
                single(ReadingKind.NUMBER, 1, null).contentHash(),
                single(ReadingKind.BOOLEAN, 1, null).contentHash());
    }

    @Test
    void zeroAndMinusZeroAreOneContent() {
        assertEquals(
                message(1, TS, List.of("a"), 0.0).contentHash(),
                message(1, TS, List.of("a"), -0.0).contentHash());
    }

    @Test
    void textIsContent() {
        assertNotEquals(
                single(ReadingKind.TEXT, 0, "auto").contentHash(),
                single(ReadingKind.TEXT, 0, "manual").contentHash());
    }

    @Test
    void aTsThatTheGatewayStampedIsNoContent() {
        assertEquals(stamped(TS).contentHash(), stamped(TS + 1).contentHash());
    }

    /** Ingest keeps these for as long as a spool may live. */
    @Test
    void theHashIsFixedForEver() {
        assertEquals(
                0x84f4ff64f1a26c4aL,
                message(1, TS, List.of("temperature", "rpm"), 21.4, 1480).contentHash());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 1L << 53, Long.MIN_VALUE})
    void aSeqIsFromOneToTwoToTheFiftyThree(long seq) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> message(seq, TS, List.of("a"), 1));
        assertEquals("seq must be 1 to 2^53 - 1, was " + seq, e.getMessage());
    }

    @Test
    void arraysOfDifferentLengthAreRefused() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> message(1, TS, List.of("a", "b"), 1));
        assertEquals("metrics, kinds and numbers must have one length, were 2, 2, 1", e.getMessage());
    }

    private static DeviceMessage message(long seq, long ts, List<String> metrics, double... numbers) {
        ReadingKind[] kinds = metrics.stream().map(m -> ReadingKind.NUMBER).toArray(ReadingKind[]::new);
        return new DeviceMessage(
                DeviceId.of("s", "d"),
                "e",
                seq,
                ts,
                Provenance.DEVICE,
                metrics.toArray(String[]::new),
                kinds,
                numbers,
                null);
    }

    private static DeviceMessage stamped(long ts) {
        return new DeviceMessage(
                DeviceId.of("s", "d"),
                "e",
                1,
                ts,
                new Provenance(false, true),
                new String[] {"m"},
                new ReadingKind[] {ReadingKind.NUMBER},
                new double[] {21.4},
                null);
    }

    private static DeviceMessage single(ReadingKind kind, double number, @Nullable String text) {
        return new DeviceMessage(
                DeviceId.of("s", "d"),
                "e",
                1,
                TS,
                Provenance.DEVICE,
                new String[] {"m"},
                new ReadingKind[] {kind},
                new double[] {number},
                new String[] {text});
    }
}
