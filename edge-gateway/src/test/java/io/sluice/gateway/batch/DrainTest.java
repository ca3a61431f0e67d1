package io.sluice.gateway.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.gateway.ledger.LedgerBook;
import io.sluice.gateway.spool.CommitListener;
import io.sluice.gateway.spool.Entries;
import io.sluice.gateway.spool.ManualClock;
import io.sluice.gateway.spool.MemoryFiles;
import io.sluice.gateway.spool.Spool;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.gateway.spool.SpoolObserver;
import io.sluice.gateway.spool.SpoolOptions;
import io.sluice.model.batch.CountedMessage;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.DeviceDeath;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.identity.DeviceId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DrainTest {
    private static final DeviceId PUMP = DeviceId.of("plant", "pump");
    private static final DeviceId FAN = DeviceId.of("plant", "fan");
    private static final int READINGS_A_MESSAGE = 3;

    private final ManualClock clock = new ManualClock();
    private final RecordingSink sink = new RecordingSink();
    private Spool spool = openSpool();
    private Drain drain = openDrain(100);

    @BeforeEach
    void begin() {
        spool.onCommit(new CommitListener() {
            @Override
            public void committed(List<Object> tokens) {}

            @Override
            public void failed(Throwable cause) {
                throw new AssertionError(cause);
            }
        });
    }

    private Spool openSpool() {
        try {
            return Spool.open(
                    new MemoryFiles(),
                    new SpoolOptions(1, 1 << 20, 4 << 20, 1 << 20),
                    SpoolObserver.NONE,
                    new LedgerBook(),
                    clock,
                    new Random(1));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Batches of 20 readings; a batch takes 4 bytes in flight. */
    private Drain openDrain(long inFlightBytes) {
        DrainOptions options =
                new DrainOptions(20, 10_000, Duration.ofMillis(10), Duration.ofMillis(250), inFlightBytes);
        try {
            return new Drain(spool, sink, sink, options, BatchObserver.NONE, () -> {});
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void append(SpoolEntry... entries) {
        for (SpoolEntry entry : entries) {
            assertTrue(spool.tryAppend(entry, entry));
        }
        spool.step();
    }

    private void runDrain() throws IOException {
        for (int i = 0; i < 100 && drain.step(clock.nanos()) == 0; i++) {}
    }

    private static String shown(TelemetryBatch batch) {
        StringBuilder shown = new StringBuilder();
        for (DeviceBlock block : batch.blocks()) {
            shown.append(block.device().device()).append('/').append(block.epoch());
            for (CountedMessage counted : block.messages()) {
                shown.append(' ')
                        .append(counted.counter())
                        .append(':')
                        .append(counted.message().seq());
            }
            shown.append("; ");
        }
        batch.rejected().forEach(rejected -> shown.append("rejected ").append(rejected.counter()));
        return shown.toString();
    }

    @Test
    void aBatchWaitsItsLingerAndGroupsByDeviceAndEpochInOrderOfAppearance() throws IOException {
        append(
                Entries.entry(PUMP, "e1", 1),
                Entries.entry(FAN, "e1", 1),
                Entries.entry(PUMP, "e1", 2),
                Entries.entry(PUMP, "e2", 1),
                Entries.rejected(PUMP, "broken"),
                Entries.entry(FAN, "e1", 2));
        runDrain();
        assertEquals(List.of(), sink.batches);
        clock.pass(Duration.ofMillis(9));
        runDrain();
        assertEquals(List.of(), sink.batches);
        clock.pass(Duration.ofMillis(1));
        runDrain();
        assertEquals(1, sink.batches.size());
        assertEquals("pump/e1 0:1 2:2; fan/e1 1:1 5:2; pump/e2 3:1; rejected 4", shown(sink.batches.get(0)));
        assertEquals(spool.id(), sink.batches.get(0).spool());
    }

    @Test
    void anOlderEpochOfADeviceGoesBackToItsBlock() throws IOException {
        append(Entries.entry(PUMP, "e1", 1), Entries.entry(PUMP, "e2", 1), Entries.entry(PUMP, "e1", 2));
        runDrain();
        clock.pass(Duration.ofMillis(10));
        runDrain();
        assertEquals("pump/e1 0:1 2:2; pump/e2 1:1; ", shown(sink.batches.get(0)));
    }

    @Test
    void aFullBatchDoesNotWaitAndAPublishMaySpanTwo() throws IOException {
        append(Entries.entry(PUMP, "e1", 1, 2, 3, 4, 5), Entries.entry(PUMP, "e1", 6, 7, 8));
        runDrain();
        assertEquals(1, sink.batches.size());
        assertEquals("pump/e1 0:1 1:2 2:3 3:4 4:5 5:6; ", shown(sink.batches.get(0)));
        assertTrue(sink.batches.get(0).messageCount() * READINGS_A_MESSAGE <= 20);
        clock.pass(Duration.ofMillis(10));
        runDrain();
        assertEquals("pump/e1 6:7 7:8; ", shown(sink.batches.get(1)));
    }

    @Test
    void theMarkFollowsTheAcksWithoutAGap() throws IOException {
        long start = drain.mark().position();
        for (int i = 0; i < 3; i++) {
            append(Entries.entry(PUMP, "e1", i + 1));
            runDrain();
            clock.pass(Duration.ofMillis(10));
            runDrain();
        }
        sink.outcomes.get(1).acked();
        assertArrayEquals(new long[] {0}, drain.mark().acked());
        assertEquals(start, drain.mark().position());
        sink.outcomes.get(0).acked();
        assertArrayEquals(new long[] {2}, drain.mark().acked());
        sink.outcomes.get(2).acked();
        assertArrayEquals(new long[] {3}, drain.mark().acked());
        assertEquals(spool.durablePosition(), drain.mark().position());
    }

    @Test
    void aDeathGoesWithTheMessagesAroundItAndIsInFlightLikeThem() throws IOException {
        append(Entries.entry(PUMP, "e1", 1), new SpoolEntry.Death(PUMP, 0), Entries.entry(PUMP, "e1", 2));
        runDrain();
        clock.pass(Duration.ofMillis(10));
        runDrain();
        assertEquals("pump/e1 0:1 1:2; ", shown(sink.batches.get(0)));
        assertEquals(
                List.of(1L),
                sink.batches.get(0).deaths().stream()
                        .map(DeviceDeath::beforeCounter)
                        .toList());
        sink.outcomes.get(0).acked();
        append(new SpoolEntry.Death(FAN, 0));
        runDrain();
        long before = drain.mark().position();
        assertTrue(before < spool.durablePosition(), "a batch of one death alone");
        clock.pass(Duration.ofMillis(10));
        runDrain();
        assertEquals(FAN, sink.batches.get(1).deaths().get(0).device());
        assertEquals(before, drain.mark().position());
        sink.outcomes.get(1).acked();
        assertEquals(spool.durablePosition(), drain.mark().position());
        assertArrayEquals(new long[] {2}, drain.mark().acked());
    }

    @Test
    void afterAFailureItBeginsAgainAtTheMark() throws IOException {
        for (int i = 0; i < 3; i++) {
            append(Entries.entry(PUMP, "e1", i + 1));
            runDrain();
            clock.pass(Duration.ofMillis(10));
            runDrain();
        }
        sink.outcomes.get(0).acked();
        sink.outcomes.get(1).failed(new IllegalStateException("broken"));
        sink.outcomes.get(2).acked();
        runDrain();
        assertEquals(0, sink.restarts, "it waits a moment first");
        clock.pass(Duration.ofMillis(100));
        runDrain();
        clock.pass(Duration.ofMillis(10));
        runDrain();
        assertEquals(1, sink.restarts);
        assertEquals(4, sink.batches.size());
        assertEquals("pump/e1 1:2 2:3; ", shown(sink.batches.get(3)));
    }

    @Test
    void itStopsReadingWhenKafkaTakesNothing() throws IOException {
        sink.isAway = true;
        for (int i = 0; i < 20; i++) {
            append(Entries.entry(PUMP, "e1", 4 * i + 1, 4 * i + 2, 4 * i + 3, 4 * i + 4));
            runDrain();
            clock.pass(Duration.ofMillis(10));
        }
        assertTrue(drain.mark().position() < spool.durablePosition());
        assertTrue(drain.step(clock.nanos()) > 0, "it waits");
        sink.isAway = false;
        clock.pass(Duration.ofSeconds(1));
        runDrain();
        clock.pass(Duration.ofSeconds(1));
        runDrain();
        assertEquals(
                80, sink.batches.stream().mapToInt(TelemetryBatch::messageCount).sum());
    }

    @Test
    void itStopsReadingWhenTooMuchIsInFlight() throws IOException {
        drain = openDrain(8);
        for (int i = 0; i < 10; i++) {
            append(Entries.entry(PUMP, "e1", i + 1));
            runDrain();
            clock.pass(Duration.ofMillis(10));
            runDrain();
        }
        assertEquals(2, sink.batches.size());
        sink.outcomes.get(0).acked();
        runDrain();
        clock.pass(Duration.ofMillis(10));
        runDrain();
        assertEquals(3, sink.batches.size());
        assertEquals("pump/e1 2:3 3:4 4:5 5:6 6:7 7:8; ", shown(sink.batches.get(2)));
    }
}
