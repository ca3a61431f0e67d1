package io.sluice.simulator;

import io.sluice.simulator.fleet.JudgedDevice;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The answers that a judged fleet still waits for. For the fleet's caller, not for the loop: it blocks. */
final class OpenAnswers {
    private static final Duration STEP = Duration.ofMillis(50);
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(5);

    private final Supplier<Stream<JudgedDevice>> living;
    private final Executor loop;

    /** @param living those that are waited for, as they are when it is asked */
    OpenAnswers(Supplier<Stream<JudgedDevice>> living, Executor loop) {
        this.living = living;
        this.loop = loop;
    }

    long count() {
        return living.get().mapToLong(device -> device.link().outstanding()).sum();
    }

    /** Devices that wait for one, as site/device. */
    List<String> devices() {
        return living.get()
                .filter(device -> device.link().outstanding() > 0)
                .map(device -> device.id().toString())
                .toList();
    }

    /** @param deadline in {@link System#nanoTime}'s terms */
    void await(long deadline) throws InterruptedException {
        do {
            TimeUnit.NANOSECONDS.sleep(STEP.toNanos());
            awaitWritten();
        } while (count() > 0 && System.nanoTime() < deadline);
    }

    /** A link counts an answer before it tells it: whatever the loop is telling it has told after this. */
    private void awaitWritten() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        loop.execute(told::countDown);
        told.await(TOLD_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }
}
