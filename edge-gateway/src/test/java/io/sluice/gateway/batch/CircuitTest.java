package io.sluice.gateway.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CircuitTest {
    private static final long MILLI = 1_000_000;

    private final Circuit circuit = new Circuit(new Random(1));
    private long now = 5_000 * MILLI;

    private void look() {
        circuit.look(now);
    }

    /** A failure, and the time until it may be tried again. */
    private long failMillis() {
        circuit.failed(now);
        long wait = circuit.waitNanos(now);
        now += wait;
        assertEquals(0, circuit.waitNanos(now));
        circuit.restarted(now);
        return wait / MILLI;
    }

    @Test
    void after_a_failure_one_batch_is_sent_to_see_and_its_ack_closes_it() {
        circuit.failed(now);
        assertEquals(CircuitState.OPEN, circuit.state());
        now += circuit.waitNanos(now);
        circuit.restarted(now);
        assertEquals(CircuitState.HALF_OPEN, circuit.state());
        assertTrue(circuit.maySend());
        circuit.sent();
        assertFalse(circuit.maySend());
        circuit.acked();
        look();
        assertEquals(CircuitState.CLOSED, circuit.state());
        assertTrue(circuit.maySend());
    }

    @Test
    void what_was_acked_before_the_restart_is_no_proof() {
        circuit.sent();
        circuit.failed(now);
        circuit.acked();
        look();
        circuit.restarted(now);
        circuit.acked();
        circuit.restarted(now);
        look();
        assertEquals(CircuitState.HALF_OPEN, circuit.state());
    }

    @Test
    void waits_double_up_to_five_seconds_and_chance_shortens_them_by_up_to_half() {
        long longest = 100;
        for (int i = 0; i < 12; i++) {
            long wait = failMillis();
            assertTrue(wait >= longest / 2 && wait <= longest, wait + " of " + longest);
            longest = Math.min(longest * 2, 5_000);
        }
        circuit.sent();
        circuit.acked();
        look();
        assertTrue(failMillis() <= 100, "an ack begins anew");
    }

    @Test
    void two_gateways_do_not_wait_alike() {
        Circuit other = new Circuit(new Random(2));
        circuit.failed(now);
        other.failed(now);
        assertFalse(circuit.waitNanos(now) == other.waitNanos(now));
    }

    @Test
    void a_sink_that_takes_nothing_opens_it_until_it_does() {
        for (int i = 0; i < 10; i++) {
            circuit.refused(now);
            assertEquals(CircuitState.OPEN, circuit.state());
            assertTrue(circuit.waitNanos(now) <= 1_000 * MILLI, "full speed within a second");
            now += circuit.waitNanos(now);
            assertTrue(circuit.maySend());
        }
        circuit.sent();
        assertEquals(CircuitState.CLOSED, circuit.state());
    }

    @Test
    void ten_seconds_without_an_answer_open_it_until_one_comes() {
        look();
        circuit.sent();
        now += Duration.ofMillis(9_999).toNanos();
        look();
        assertEquals(CircuitState.CLOSED, circuit.state());
        now += MILLI;
        look();
        assertEquals(CircuitState.OPEN, circuit.state());
        assertFalse(circuit.maySend());
        circuit.acked();
        look();
        assertEquals(CircuitState.CLOSED, circuit.state());
        assertTrue(circuit.maySend());
    }

    @Test
    void with_nothing_on_the_way_there_is_nothing_to_answer() {
        look();
        circuit.sent();
        circuit.acked();
        now += Duration.ofHours(1).toNanos();
        look();
        circuit.sent();
        look();
        assertEquals(CircuitState.CLOSED, circuit.state());
    }
}
