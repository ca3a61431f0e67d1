package io.sluice.gateway.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.model.identity.DeviceId;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the writer waits for; the waits that must not be have no end within the test's time. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class AppendQueueTest {
    private static final long FOR_EVER_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final AppendQueue queue = new AppendQueue(1 << 20);

    @Test
    void gatheringEndsWithTheEntryThatMakesTheGroupLarge() throws InterruptedException {
        offer(1);
        AtomicBoolean isLarge = new AtomicBoolean();
        Thread writer = writer(() -> isLarge.set(queue.gather(4, FOR_EVER_MILLIS)));
        awaitThatItWaits(writer);
        offer(2);
        offer(3);
        TimeUnit.MILLISECONDS.sleep(50);
        assertTrue(writer.isAlive(), "three are not four");
        offer(4);
        writer.join();
        assertTrue(isLarge.get());
        assertEquals(4, queue.takeAll().size());
    }

    @Test
    void nobodyGathersWhatIsThereAlready() {
        offer(1);
        offer(2);
        assertTrue(queue.gather(2, FOR_EVER_MILLIS));
        assertEquals(2, queue.takeAll().size());
    }

    @Test
    void gatheringEndsWithItsTime() {
        offer(1);
        assertFalse(queue.gather(2, 1));
        assertEquals(1, queue.takeAll().size());
    }

    @Test
    void gatheringEndsWithTheQueue() throws InterruptedException {
        Thread writer = writer(() -> queue.gather(2, FOR_EVER_MILLIS));
        awaitThatItWaits(writer);
        queue.close();
        writer.join();
        assertFalse(queue.gather(2, FOR_EVER_MILLIS));
    }

    @Test
    void afterGatheringOneEntryWakesTheWriterAgain() throws InterruptedException {
        queue.gather(4, 1);
        Thread writer = writer(() -> {
            try {
                queue.await(FOR_EVER_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        awaitThatItWaits(writer);
        offer(1);
        writer.join();
        assertFalse(queue.isEmpty());
    }

    private void offer(long seq) {
        assertTrue(queue.offer(Entries.entry(DeviceId.of("plant", "pump"), "e1", seq), seq, 100));
    }

    private static Thread writer(Runnable waiting) {
        Thread thread = new Thread(waiting, "waiting-writer");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void awaitThatItWaits(Thread thread) throws InterruptedException {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }
}
