package io.sluice.ingest.kafka;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.ingest.IngestSettings;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Setting;
import io.sluice.kit.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class IngestStreamsTest {
    /** Below the 5 s for which one question to Kafka is waited for. */
    private static final Duration SOON = Duration.ofMillis(4_500);

    @Test
    void an_interrupt_ends_the_wait_for_a_kafka_that_is_not_there() throws Exception {
        List<Setting<?>> declared = new ArrayList<>(CommonSettings.all());
        declared.addAll(IngestSettings.all());
        Settings settings = Settings.defaults(declared).with(CommonSettings.KAFKA_BOOTSTRAP, "127.0.0.1:1");
        IngestStreams streams = new IngestStreams(settings, new SimpleMeterRegistry());
        FutureTask<Void> start = new FutureTask<>(() -> {
            streams.start();
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
