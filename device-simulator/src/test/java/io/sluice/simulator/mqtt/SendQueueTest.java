package io.sluice.simulator.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of answers that are lost, on connections without a socket. */
class SendQueueTest {
    private static final int WINDOW = 16;
    private static final int NOT_AUTHORIZED = 0x87;
    private static final int QUOTA_EXCEEDED = 0x97;
    private static final LinkOptions OPTIONS =
            new LinkOptions(new BrokerAddress("127.0.0.1", 1), "device-1", WINDOW, 100);

    private final List<String> settled = new ArrayList<>();
    private final EmbeddedChannel clock = new EmbeddedChannel();
    private final SendQueue queue = new SendQueue(
            clock.eventLoop(),
            new Backoff(new SplittableRandom(7)),
            (publication, answer) ->
                    settled.add(answer + " " + new String(publication.payload(), StandardCharsets.UTF_8)),
            new Failures());

    @Test
    void what_is_refused_was_not_taken() {
        open(false);
        add("a");
        queue.answered(1, NOT_AUTHORIZED, "");

        assertEquals(List.of("REFUSED a"), settled);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_is_refused_when_it_is_sent_again_may_have_been_taken_before(boolean hasSession) {
        open(false);
        add("a");
        queue.closed(hasSession);
        open(hasSession);
        queue.answered(hasSession ? 1 : 2, NOT_AUTHORIZED, "");

        assertEquals(List.of("REFUSED_AT_LAST a"), settled);
    }

    @Test
    void what_was_refused_for_now_was_not_taken() {
        open(false);
        add("a");
        queue.answered(1, QUOTA_EXCEEDED, "");
        queue.closed(false);
        open(false);
        clock.advanceTimeBy(1, TimeUnit.SECONDS);
        clock.runScheduledPendingTasks();
        queue.answered(2, NOT_AUTHORIZED, "");

        assertEquals(List.of("REFUSED a"), settled);
    }

    @Test
    void what_is_acknowledged_when_it_is_sent_again_is_taken() {
        open(false);
        add("a");
        queue.closed(false);
        open(false);
        queue.answered(2, 0, "");

        assertEquals(List.of("ACKED a"), settled);
    }

    private void open(boolean sessionPresent) {
        MqttConnection connection = new MqttConnection(OPTIONS, true, new Losses());
        new EmbeddedChannel(connection);
        queue.opened(connection.writer(), WINDOW, sessionPresent);
    }

    private void add(String payload) {
        queue.add(new Publication("telemetry/s/d", payload.getBytes(StandardCharsets.UTF_8)));
    }
}
