package io.sluice.api.kafka;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class KafkaTopicsTest {
    /** Below the minute for which Kafka's client waits for an answer. */
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void an_interrupt_ends_the_wait_for_a_kafka_that_is_not_there() throws Exception {
        FutureTask<Object> wait =
                new FutureTask<>(() -> KafkaTopics.epochs("127.0.0.1:1", List.of("telemetry.readings"), 1, PATIENCE));
        Thread thread = new Thread(wait, "wait");
        thread.start();
        thread.interrupt();
        thread.join(SOON.toMillis());

        assertFalse(thread.isAlive());
        assertInstanceOf(
                InterruptedException.class,
                assertThrows(ExecutionException.class, wait::get).getCause());
    }
}
