package io.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.gateway.batch.CircuitState;
import io.sluice.gateway.spool.ManualClock;
import io.sluice.kit.health.HealthState;
import java.time.Duration;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

final class CircuitWatchTest {
    private final ManualClock clock = new ManualClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CircuitWatch watch = new CircuitWatch(clock::nanos);
    private final GatewayMeters meters = new GatewayMeters(registry, watch);

    private double ageSeconds() {
        return registry.get("sluice.gateway.circuit.age").gauge().value();
    }

    @Test
    void a_circuit_that_fails_again_and_again_ages_until_a_batch_is_acknowledged() {
        meters.failed(new RecordTooLargeException("too large"));
        meters.circuit(CircuitState.OPEN);
        clock.pass(Duration.ofSeconds(59));
        assertEquals(59, ageSeconds());
        assertEquals(HealthState.up(), watch.health());
        meters.circuit(CircuitState.HALF_OPEN);
        meters.circuit(CircuitState.OPEN);
        clock.pass(Duration.ofSeconds(61));
        assertEquals(120, ageSeconds());
        assertEquals(
                HealthState.upBut("Kafka has acknowledged nothing for 2 min:"
                        + " org.apache.kafka.common.errors.RecordTooLargeException: too large"),
                watch.health());

        meters.circuit(CircuitState.CLOSED);

        assertEquals(0, ageSeconds());
        assertEquals(HealthState.up(), watch.health());
    }

    @Test
    void errors_are_counted_by_their_name_and_a_gateway_without_any_shows_0() {
        assertEquals(0, errors("TimeoutException"));

        meters.failed(new TimeoutException("expired"));
        meters.failed(new RecordTooLargeException("too large"));

        assertEquals(1, errors("TimeoutException"));
        assertEquals(1, errors("RecordTooLargeException"));
    }

    private double errors(String name) {
        return registry.get("sluice.gateway.kafka.errors")
                .tag("error", name)
                .counter()
                .count();
    }

    @Test
    void a_kafka_that_is_silent_has_said_nothing() {
        meters.circuit(CircuitState.OPEN);
        clock.pass(Duration.ofMinutes(5));
        assertEquals(HealthState.upBut("Kafka has acknowledged nothing for 5 min: no answer"), watch.health());
    }
}
