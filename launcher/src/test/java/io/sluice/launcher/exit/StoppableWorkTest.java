package io.sluice.launcher.exit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sun.misc.Signal;

class StoppableWorkTest {
    private final StoppableWork work = new StoppableWork(StopSignal.install());

    @Test
    @Timeout(30)
    void a_signal_ends_work_that_waits_and_waits_until_it_has_cleared_up() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch cleared = new CountDownLatch(1);

        assertFalse(work.run(() -> {
            Signal.raise(new Signal("TERM"));
            try {
                never.await();
                return true;
            } finally {
                cleared.countDown();
            }
        }));
        assertEquals(0, cleared.getCount());
    }

    @Test
    void without_a_signal_it_is_what_the_work_says() throws Exception {
        assertTrue(work.run(() -> true));
        assertFalse(work.run(() -> false));
    }

    @Test
    void work_that_fails_fails_as_itself() {
        IOException failure = new IOException("no port");

        assertSame(
                failure,
                assertThrows(
                        IOException.class,
                        () -> work.run(() -> {
                            throw failure;
                        })));
    }
}
