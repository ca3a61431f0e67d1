package io.sluice.gateway.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs checks, which take tens of milliseconds and as many megabytes, on threads of its own, half as many as there are
 * processors: one for each credentials, however many clients show them at once; who asks for one that fails is told
 * that we are busy. Of different ones {@value #CAPACITY} wait at most. {@link #close} leaves those that wait
 * unanswered. Thread-safe.
 */
final class CheckQueue implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CheckQueue.class);

    /** At 100 ms a check (measured: 66 to 102), what is done before a client is sent away for being late. */
    static final int CAPACITY = 48;

    private static final Verdict BUSY = new Verdict.Refused(Denial.BUSY);

    private final Map<VerdictCache.Key, List<Asker>> askers = new HashMap<>();
    private final ThreadPoolExecutor threads;

    /** @param isWanted whether there is still someone to answer */
    record Asker(BooleanSupplier isWanted, Consumer<Verdict> answer) {}

    CheckQueue() {
        AtomicInteger number = new AtomicInteger();
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        threads = new ThreadPoolExecutor(
                count,
                count,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(CAPACITY),
                task -> Access.thread("gateway-access-" + number.incrementAndGet(), task));
        threads.allowCoreThreadTimeOut(true);
    }

    /** The answer comes from a thread of ours, or at once where there are too many checks: that we are busy. */
    void ask(VerdictCache.Key key, Asker asker, Supplier<Verdict> check) {
        synchronized (askers) {
            List<Asker> others = askers.get(key);
            if (others != null) {
                others.add(asker);
                return;
            }
            askers.put(key, new ArrayList<>(List.of(asker)));
        }
        try {
            threads.execute(() -> run(key, check));
        } catch (RejectedExecutionException e) {
            answer(key, BUSY);
        }
    }

    private void run(VerdictCache.Key key, Supplier<Verdict> check) {
        if (!isWanted(key)) {
            return;
        }
        Verdict verdict = BUSY;
        try {
            verdict = check.get();
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("a check of who may connect failed");
        } finally {
            answer(key, verdict);
        }
    }

    private boolean isWanted(VerdictCache.Key key) {
        synchronized (askers) {
            List<Asker> all = askers.getOrDefault(key, new ArrayList<>());
            all.removeIf(asker -> !asker.isWanted().getAsBoolean());
            if (all.isEmpty()) {
                askers.remove(key);
            }
            return !all.isEmpty();
        }
    }

    private void answer(VerdictCache.Key key, Verdict verdict) {
        List<Asker> all;
        synchronized (askers) {
            all = askers.remove(key);
        }
        if (all != null) {
            all.forEach(asker -> asker.answer().accept(verdict));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
