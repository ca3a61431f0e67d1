package io.sluice.launcher.kafka;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.model.topic.TelemetryTopics;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class TopicSetupTest {
    /** Below the 30 s for which Kafka is waited for. */
    private static final Duration SOON = Duration.ofSeconds(25);

    @Test
    void an_interrupt_ends_the_wait_for_a_kafka_that_is_not_there() throws Exception {
        TopicSetup setup = new TopicSetup(
                "127.0.0.1:1", TelemetryTopics.withPrefix("telemetry").specs(1));
        FutureTask<Void> start = new FutureTask<>(() -> {
            setup.start();
            return null;
        });
        Thread thread = new Thread(start, "start");
        thread.start();
        thread.interrupt();
        thread.join(SOON.toMillis());

        assertFalse(thread.isAlive());
        assertInstanceOf(
                InterruptedException.class,
                assertThrows(ExecutionException.class, start::get).getCause());
    }
}
