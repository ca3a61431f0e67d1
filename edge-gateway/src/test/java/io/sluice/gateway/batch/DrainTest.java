package io.sluice.gateway.batch;

import static io.sluice.gateway.batch.DrainedSpool.PUMP;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.gateway.spool.Entries;
import io.sluice.model.batch.TelemetryBatch;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How far the drain goes, and from where it goes on. */
final class DrainTest {
    private static DrainedSpool open(long inFlightBytes) throws IOException {
        return new DrainedSpool(20, inFlightBytes);
    }

    @Test
    void theMarkFollowsTheAcksWithoutAGap() throws IOException {
        DrainedSpool gateway = open(100);
        long start = gateway.drain.mark().position();
        gateway.sendOneByOne(1, 2, 3);
        gateway.sink.outcomes.get(1).acked();
        assertArrayEquals(new long[] {0}, gateway.drain.mark().acked());
        assertEquals(start, gateway.drain.mark().position());
        gateway.sink.outcomes.get(0).acked();
        assertArrayEquals(new long[] {2}, gateway.drain.mark().acked());
        gateway.sink.outcomes.get(2).acked();
        assertArrayEquals(new long[] {3}, gateway.drain.mark().acked());
        assertEquals(gateway.spool.durablePosition(), gateway.drain.mark().position());
    }

    @Test
    void afterAFailureItBeginsAgainAtTheMark() throws IOException {
        DrainedSpool gateway = open(100);
        gateway.sendOneByOne(1, 2, 3);
        gateway.sink.outcomes.get(0).acked();
        gateway.sink.outcomes.get(1).failed(new IllegalStateException("broken"));
        gateway.sink.outcomes.get(2).acked();
        gateway.run();
        assertEquals(0, gateway.sink.restarts, "it waits a moment first");
        gateway.clock.pass(Duration.ofMillis(100));
        gateway.run();
        gateway.linger();
        assertEquals(1, gateway.sink.restarts);
        assertEquals(4, gateway.sink.batches.size());
        assertEquals("pump/e1 1:2 2:3; ", gateway.sent(3));
    }

    @Test
    void itStopsReadingWhenKafkaTakesNothing() throws IOException {
        DrainedSpool gateway = open(100);
        gateway.sink.isAway = true;
        for (int i = 0; i < 20; i++) {
            gateway.append(Entries.entry(PUMP, "e1", 4 * i + 1, 4 * i + 2, 4 * i + 3, 4 * i + 4));
            gateway.run();
            gateway.clock.pass(DrainedSpool.LINGER);
        }
        assertTrue(gateway.drain.mark().position() < gateway.spool.durablePosition());
        assertTrue(gateway.drain.step(gateway.clock.nanos()) > 0, "it waits");
        gateway.sink.isAway = false;
        gateway.clock.pass(Duration.ofSeconds(1));
        gateway.run();
        gateway.clock.pass(Duration.ofSeconds(1));
        gateway.run();
        assertEquals(
                80,
                gateway.sink.batches.stream()
                        .mapToInt(TelemetryBatch::messageCount)
                        .sum());
    }

    @Test
    void itStopsReadingWhenTooMuchIsInFlight() throws IOException {
        DrainedSpool gateway = open(8);
        gateway.sendOneByOne(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertEquals(2, gateway.sink.batches.size());
        gateway.sink.outcomes.get(0).acked();
        gateway.run();
        gateway.linger();
        assertEquals(3, gateway.sink.batches.size());
        assertEquals("pump/e1 2:3 3:4 4:5 5:6 6:7 7:8; ", gateway.sent(2));
    }
}
