package io.sluice.gateway.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs checks on threads of its own, half as many as there are processors: one for each credentials, however many
 * clients show them at once; who asks for one that fails is told that we are busy. Different ones wait, up to a bound,
 * each address's in turn, so that nobody's wait is longer for how many another address shows; where there are too many,
 * the address with most of them is told that we are busy. {@link #close} leaves those that wait unanswered.
 * Thread-safe.
 */
final class CheckQueue implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CheckQueue.class);
    private static final Verdict BUSY = new Verdict.Refused(Denial.BUSY);

    private final Map<VerdictCache.Key, List<Asker>> askers = new HashMap<>();
    private final FairQueue<Check> waiting;
    private final ExecutorService threads;
    private int idle;

    /** @param isWanted whether there is still someone to answer */
    record Asker(BooleanSupplier isWanted, Consumer<Verdict> answer) {}

    private record Check(VerdictCache.Key key, Supplier<Verdict> decision) {}

    /**
     * @param name of its threads
     * @param capacity how many wait at most, beside those that are under way
     */
    CheckQueue(String name, int capacity) {
        AtomicInteger number = new AtomicInteger();
        waiting = new FairQueue<>(capacity);
        idle = threadCount();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                idle,
                idle,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> Access.thread(name + "-" + number.incrementAndGet(), task));
        pool.prestartAllCoreThreads(); // by an event loop they would have its time slices
        threads = pool;
    }

    static int threadCount() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    /**
     * The answer comes from a thread of ours, or at once where there are too many checks: that we are busy.
     *
     * @param address whose share of the queue it takes
     */
    void ask(String address, VerdictCache.Key key, Asker asker, Supplier<Verdict> decision) {
        Check givesWay;
        Check next;
        synchronized (askers) {
            List<Asker> others = askers.get(key);
            if (others != null) {
                others.add(asker);
                return;
            }
            askers.put(key, new ArrayList<>(List.of(asker)));
            givesWay = waiting.offer(address, new Check(key, decision));
            next = next();
        }
        start(next);
        if (givesWay != null) {
            answer(givesWay.key(), BUSY);
        }
    }

    /** What an idle thread is to do, which is then not idle any more. */
    private @Nullable Check next() {
        Check next = idle > 0 ? waiting.poll() : null;
        idle -= next == null ? 0 : 1;
        return next;
    }

    private void start(@Nullable Check check) {
        if (check == null) {
            return;
        }
        try {
            threads.execute(() -> work(check));
        } catch (RejectedExecutionException e) {
            answer(check.key(), BUSY); // we are closed
        }
    }

    private void work(Check check) {
        try {
            run(check);
        } finally {
            Check next;
            synchronized (askers) {
                idle++;
                next = next();
            }
            start(next);
        }
    }

    private void run(Check check) {
        if (!isWanted(check.key())) {
            return;
        }
        Verdict verdict = BUSY;
        try {
            verdict = check.decision().get();
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("a check of who may connect failed");
        } finally {
            answer(check.key(), verdict);
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
