package io.sluice.gateway.batch;

import static io.sluice.gateway.batch.DrainedSpool.FAN;
import static io.sluice.gateway.batch.DrainedSpool.LINGER;
import static io.sluice.gateway.batch.DrainedSpool.PUMP;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.gateway.spool.Entries;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.model.batch.DeviceDeath;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.message.ReadingKind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What makes a batch, and when it is sealed. */
final class SpoolBatcherTest {
    private static final int MAX_READINGS = 20;

    private DrainedSpool gateway;

    @BeforeEach
    void begin() throws IOException {
        gateway = new DrainedSpool(MAX_READINGS, 100);
    }

    @Test
    void aBatchWaitsItsLingerAndGroupsByDeviceAndEpochInOrderOfAppearance() throws IOException {
        gateway.append(
                Entries.entry(PUMP, "e1", 1),
                Entries.entry(FAN, "e1", 1),
                Entries.entry(PUMP, "e1", 2),
                Entries.entry(PUMP, "e2", 1),
                Entries.rejected(PUMP, "broken"),
                Entries.entry(FAN, "e1", 2));
        gateway.run();
        assertEquals(List.of(), gateway.sink.batches);
        gateway.clock.pass(LINGER.minusMillis(1));
        gateway.run();
        assertEquals(List.of(), gateway.sink.batches);
        gateway.clock.pass(Duration.ofMillis(1));
        gateway.run();
        assertEquals(1, gateway.sink.batches.size());
        assertEquals("pump/e1 0:1 2:2; fan/e1 1:1 5:2; pump/e2 3:1; rejected 4", gateway.sent(0));
        assertEquals(gateway.spool.id(), gateway.sink.batches.get(0).spool());
    }

    @Test
    void allIsDoneWhenWhatIsDurableIsReadSealedAndTaken() throws IOException {
        assertTrue(gateway.drain.isDrained());
        gateway.append(Entries.entry(PUMP, "e1", 1));
        assertFalse(gateway.drain.isDrained(), "it is not read");
        gateway.run();
        assertFalse(gateway.drain.isDrained(), "its batch is open");
        gateway.linger();
        assertFalse(gateway.drain.isDrained(), "Kafka has not taken it");
        gateway.sink.outcomes.get(0).acked();
        gateway.run();
        assertTrue(gateway.drain.isDrained());
    }

    @Test
    void anOlderEpochOfADeviceGoesBackToItsBlock() throws IOException {
        gateway.append(
                Entries.entry(PUMP, "e1", 1),
                Entries.entry(PUMP, "e2", 1),
                Entries.entry(PUMP, "e3", 1),
                Entries.entry(PUMP, "e1", 2),
                Entries.entry(PUMP, "e2", 2),
                Entries.entry(PUMP, "e1", 3));
        gateway.run();
        gateway.linger();
        assertEquals("pump/e1 0:1 3:2 5:3; pump/e2 1:1 4:2; pump/e3 2:1; ", gateway.sent(0));
    }

    @Test
    void aLargeMessageAmongManySmallOnesOfItsPublishStandsAlone() throws IOException {
        DrainedSpool roomy = new DrainedSpool(1_000, 1 << 20);
        List<DeviceMessage> messages = new ArrayList<>();
        for (long seq = 1; seq <= 20; seq++) {
            messages.add(seq % 10 == 5 ? large(seq) : Entries.message(PUMP, "e1", seq));
        }
        roomy.append(new SpoolEntry.Messages(messages));
        roomy.run();
        roomy.linger();
        List<Integer> sizes =
                roomy.sink.batches.stream().map(TelemetryBatch::messageCount).toList();
        assertEquals(List.of(4, 1, 9, 1, 5), sizes);
    }

    /** More than the 10,000 bytes of a batch. */
    private static DeviceMessage large(long seq) {
        return new DeviceMessage(
                PUMP,
                "e1",
                seq,
                1_700_000_000_000L,
                Provenance.DEVICE,
                new String[] {"text"},
                new ReadingKind[] {ReadingKind.TEXT},
                new double[] {0},
                new String[] {"x".repeat(11_000)});
    }

    @Test
    void aFullBatchDoesNotWaitAndAPublishMaySpanTwo() throws IOException {
        gateway.append(Entries.entry(PUMP, "e1", 1, 2, 3, 4, 5), Entries.entry(PUMP, "e1", 6, 7, 8));
        gateway.run();
        assertEquals(1, gateway.sink.batches.size());
        assertEquals("pump/e1 0:1 1:2 2:3 3:4 4:5 5:6; ", gateway.sent(0));
        assertTrue(gateway.sink.batches.get(0).messageCount() * DrainedSpool.READINGS_A_MESSAGE <= MAX_READINGS);
        gateway.linger();
        assertEquals("pump/e1 6:7 7:8; ", gateway.sent(1));
    }

    @Test
    void nothingIsReadBeyondASealedBatchThatKafkaDoesNotTake() throws IOException {
        gateway.sink.isAway = true;
        for (long seq = 1; seq <= 20; seq++) {
            gateway.append(Entries.entry(PUMP, "e1", seq));
        }
        gateway.run();
        assertEquals(1, gateway.sink.encoded.size());
        gateway.sink.isAway = false;
        gateway.clock.pass(Duration.ofSeconds(1));
        gateway.run();
        assertEquals(3, gateway.sink.batches.size());
    }

    @Test
    void aDeathGoesWithTheMessagesAroundItAndIsInFlightLikeThem() throws IOException {
        gateway.append(Entries.entry(PUMP, "e1", 1), new SpoolEntry.Death(PUMP, 0), Entries.entry(PUMP, "e1", 2));
        gateway.run();
        gateway.linger();
        assertEquals("pump/e1 0:1 1:2; ", gateway.sent(0));
        assertEquals(
                List.of(1L),
                gateway.sink.batches.get(0).deaths().stream()
                        .map(DeviceDeath::beforeCounter)
                        .toList());
        gateway.sink.outcomes.get(0).acked();
        gateway.append(new SpoolEntry.Death(FAN, 0));
        gateway.run();
        long before = gateway.drain.mark().position();
        assertTrue(before < gateway.spool.durablePosition(), "a batch of one death alone");
        gateway.linger();
        assertEquals(FAN, gateway.sink.batches.get(1).deaths().get(0).device());
        assertEquals(before, gateway.drain.mark().position());
        gateway.sink.outcomes.get(1).acked();
        assertEquals(gateway.spool.durablePosition(), gateway.drain.mark().position());
        assertArrayEquals(new long[] {2}, gateway.drain.mark().acked());
    }
}
