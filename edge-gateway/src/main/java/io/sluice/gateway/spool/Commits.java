package io.sluice.gateway.spool;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far the spool is durable, and who hears of it. The writer tells after each force; then the open exchanges and
 * wills are brought up to date, the position moves, room in the queue is given back, and only then the fronts hear of
 * their entries, the drain of the position, and who was refused of the room. All listeners run on the writer thread;
 * the position may be asked for on any.
 */
final class Commits {
    private final AppendQueue queue;
    private final OpenExchanges exchanges;
    private final OpenWills wills;
    private final SpoolObserver observer;
    private final SpoolClock clock;
    private volatile long durablePosition;
    private volatile Runnable onDurable = () -> {};
    private volatile Runnable onResume = () -> {};
    private @Nullable CommitListener listener;

    Commits(
            AppendQueue queue,
            OpenExchanges exchanges,
            OpenWills wills,
            SpoolObserver observer,
            SpoolClock clock,
            long durablePosition) {
        this.queue = queue;
        this.exchanges = exchanges;
        this.wills = wills;
        this.observer = observer;
        this.clock = clock;
        this.durablePosition = durablePosition;
    }

    void onCommit(CommitListener commitListener) {
        listener = commitListener;
    }

    void requireListener() {
        Objects.requireNonNull(listener, "onCommit must be called before start");
    }

    void onDurable(Runnable moved) {
        onDurable = moved;
    }

    void onResume(Runnable resumed) {
        onResume = resumed;
    }

    /** Behind the last record that is durable. */
    long durablePosition() {
        return durablePosition;
    }

    void forced(long nanos, long bytes) {
        observer.forced(nanos, bytes);
    }

    /** A group became durable; {@code durableEnd} is the position behind it. */
    void committed(List<AppendQueue.Pending> entries, long durableEnd) {
        List<Object> tokens = new ArrayList<>(entries.size());
        long bytes = 0;
        int messages = 0;
        long nowMillis = clock.wallMillis();
        for (AppendQueue.Pending pending : entries) {
            tokens.add(pending.token());
            bytes += pending.size();
            exchanges.durable(pending.entry(), nowMillis);
            wills.durable(pending.entry());
            if (pending.entry() instanceof SpoolEntry.Messages accepted) {
                messages += accepted.messages().size();
            } else if (pending.entry() instanceof SpoolEntry.Rejected rejected) {
                observer.rejected(rejected.rejection().reason());
            }
        }
        durablePosition = durableEnd;
        queue.release(bytes);
        Objects.requireNonNull(listener).committed(tokens);
        onDurable.run();
        observer.committed(messages);
        resumeIfFree();
    }

    /** Tells who was refused where there is room now. */
    void resumeIfFree() {
        if (queue.takeResume()) {
            onResume.run();
        }
    }

    /** Nothing that is not yet committed ever will be. */
    void failed(Throwable cause) {
        Objects.requireNonNull(listener).failed(cause);
    }
}
