package io.sluice.gateway.batch;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Spool, batcher, drain and mark, step by step in one thread, over a disk that forgets and a Kafka that fails, with a
 * crash at any operation. A failing seed replays exactly.
 */
final class CrashSimulationTest {

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("sluice.simulation.seeds", 100));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyAcknowledgedMessageReachesKafkaOnceAndInOrder(long seed) throws IOException {
        SimulatedGateway world = new SimulatedGateway(seed);
        int crashes = world.runUntilDrained();
        Arrived arrived = Arrived.from(world.kafka());
        assertAll(
                "seed " + seed,
                () -> assertTrue(crashes > 0, "no crash happened"),
                () -> assertEquals("", arrived.holes(), "counters must be dense"),
                () -> world.acknowledged().forEach(token -> assertTrue(arrived.has(token), "lost " + token)),
                () -> assertEquals("", arrived.disorder(), "each device's messages must be in order"),
                () -> assertEquals("", arrived.gapsInStampedSeqs(), "stamped seqs must be dense"),
                () -> assertEquals(arrived.ledger(world.spoolId()), world.ledger()));
    }
}
