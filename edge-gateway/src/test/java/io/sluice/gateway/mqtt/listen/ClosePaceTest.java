package io.sluice.gateway.mqtt.listen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.sluice.gateway.mqtt.listen.ClosePace.Turns;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClosePaceTest {
    private final EmbeddedChannel connection = new EmbeddedChannel();
    private final AtomicInteger closed = new AtomicInteger();

    @BeforeEach
    void watch() {
        connection.freezeTime();
        new ClosePace().watch(connection);
    }

    private void tick() {
        connection.advanceTimeBy(ClosePace.TICK_MILLIS, TimeUnit.MILLISECONDS);
        connection.runScheduledPendingTasks();
    }

    @Test
    void of_many_that_end_in_one_moment_a_few_are_closed_at_once_and_the_rest_in_their_order() {
        Turns turns = new Turns(connection.eventLoop());
        int ended = 2 * ClosePace.AT_ONCE + 1;
        for (int i = 0; i < ended; i++) {
            int expected = i;
            turns.take(() -> assertEquals(expected, closed.getAndIncrement()));
        }
        assertEquals(ClosePace.AT_ONCE, closed.get());
        tick();
        assertEquals(2 * ClosePace.AT_ONCE, closed.get());
        tick();
        assertEquals(ended, closed.get());
    }

    @Test
    void once_the_many_are_closed_the_next_is_closed_at_once_again() {
        Turns turns = new Turns(connection.eventLoop());
        for (int i = 0; i < ClosePace.AT_ONCE; i++) {
            turns.take(closed::incrementAndGet);
        }
        tick();
        turns.take(closed::incrementAndGet);
        assertEquals(ClosePace.AT_ONCE + 1, closed.get());
    }

    @Test
    void an_end_of_stream_closes_the_connection_and_nothing_more_is_read() {
        connection.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertFalse(connection.isOpen());
        assertFalse(connection.config().isAutoRead());
    }

    @Test
    void what_cannot_be_written_closes_the_connection_by_the_pipeline_too() {
        assertFalse(connection.config().isAutoClose());
        connection.pipeline().fireUserEventTriggered(ChannelOutputShutdownEvent.INSTANCE);
        assertFalse(connection.isOpen());
    }

    @Test
    void of_a_reset_nobody_behind_hears_and_of_other_faults_they_do() {
        connection.pipeline().fireExceptionCaught(new IOException("Connection reset"));
        connection.checkException();
        assertTrue(connection.isOpen(), "its end of stream closes it");
        connection.pipeline().fireExceptionCaught(new IllegalStateException("a fault of ours"));
        assertThrows(IllegalStateException.class, connection::checkException);
    }
}
