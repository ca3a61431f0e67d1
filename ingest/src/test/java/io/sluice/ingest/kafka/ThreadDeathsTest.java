package io.sluice.ingest.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;

class ThreadDeathsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    /** Closing, so that no death is followed by a pause. */
    private final ThreadDeaths deaths = new ThreadDeaths(new IngestMeters(registry), new CountDownLatch(0));

    private double replaced() {
        return registry.get("sluice.ingest.threads.replaced").counter().count();
    }

    @Test
    void aThreadThatWasWokenIsReplaced() {
        assertEquals(
                StreamThreadExceptionResponse.REPLACE_THREAD,
                deaths.handle(new StreamsException(new WakeupException())));
        assertEquals(1, replaced());
    }

    @Test
    void aThreadThatDiedIsReplaced() {
        assertEquals(
                StreamThreadExceptionResponse.REPLACE_THREAD,
                deaths.handle(new StreamsException(new IllegalStateException("as the test wants"))));
        assertEquals(1, replaced());
    }

    @Test
    void aSecondProcessOfTheNameEndsThisOne() {
        assertEquals(
                StreamThreadExceptionResponse.SHUTDOWN_CLIENT,
                deaths.handle(new StreamsException(new FencedInstanceIdException("ingest-0"))));
        assertEquals(0, replaced());
    }
}
