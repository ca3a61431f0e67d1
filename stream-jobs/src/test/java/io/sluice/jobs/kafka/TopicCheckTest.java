package io.sluice.jobs.kafka;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.model.topic.TelemetryTopics;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class TopicCheckTest {
    /** Below the minute for which Kafka's client waits for an answer. */
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void an_interrupt_ends_the_wait_for_a_kafka_that_is_not_there() throws Exception {
        TopicCheck check = new TopicCheck(TelemetryTopics.withPrefix("telemetry"), 1);
        FutureTask<Void> wait = new FutureTask<>(() -> {
            check.await("127.0.0.1:1", PATIENCE);
            return null;
        });
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
