package io.sluice.gateway.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Gate, spool, batcher and mark, step by step in one thread, over a disk that forgets, a Kafka that fails and devices
 * that re-send, with crashes at any operation. A failing seed replays exactly: {@code -Dsluice.simulation.seed=…};
 * {@code -Dsluice.simulation.seeds=…} asks for more of them.
 */
final class CrashSimulationTest {
    private static final String SEED = "sluice.simulation.seed";
    private static final Duration BOUND = Duration.ofSeconds(20);

    static LongStream seeds() {
        Long one = Long.getLong(SEED);
        return one == null
                ? LongStream.rangeClosed(1, Long.getLong("sluice.simulation.seeds", 3_000))
                : LongStream.of(one);
    }

    @Test
    void everyAcknowledgedMessageReachesKafkaInOrderWhateverHappensMeanwhile() {
        boolean isBounded = Long.getLong("sluice.simulation.seeds") == null;
        long start = System.nanoTime();
        long run = seeds().takeWhile(seed -> !isBounded || System.nanoTime() - start < BOUND.toNanos())
                .peek(CrashSimulationTest::runOne)
                .count();
        System.out.printf("%d seeds in %d ms%n", run, (System.nanoTime() - start) / 1_000_000);
        assertTrue(run > 0);
    }

    private static void runOne(long seed) {
        SimulatedGateway world = new SimulatedGateway(seed);
        try {
            world.run();
            judge(world);
        } catch (Exception | Error e) {
            throw new AssertionError(
                    "seed " + seed + " fails after " + world + "; -D" + SEED + "=" + seed + " replays it alone", e);
        }
    }

    private static void judge(SimulatedGateway world) {
        Arrived arrived = Arrived.from(world.kafka());
        assertEquals("", arrived.holes(), "counters must be dense");
        List<String> lost = world.acknowledged().stream()
                .filter(name -> arrived.copies(name) == 0)
                .toList();
        assertEquals(List.of(), lost, "what was acknowledged must be in Kafka");
        assertEquals("", arrived.disorder(), "each device's messages must be in order");
        assertEquals("", arrived.gapsInStampedSeqs(), "stamped seqs must be dense");
        assertEquals(List.of(), world.storedTooOften(arrived), "a repeat must not be stored again");
        assertEquals(arrived.ledger(world.spoolId()), world.ledger(), "the ledger must tell what arrived");
    }
}
