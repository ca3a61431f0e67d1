package io.sluice.gateway.spool;

import io.sluice.gateway.ledger.FactSink;
import io.sluice.gateway.ledger.LedgerBook;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's durable log (architecture, decision 3). One writer thread commits in groups: what was appended while
 * the last fsync ran is the next group. Full (cap or queue), it refuses and calls back; it never drops. A failed write
 * or fsync poisons it: nothing more is acknowledged, and what is durable can still be drained.
 */
public final class Spool implements DurableLog, AutoCloseable {
    private static final int MAX_STAMPED_DEVICES = 200_000;
    private static final long WRITER_WAIT_MILLIS = 200;

    private final SpoolFiles files;
    private final SpoolOptions options;
    private final SpoolObserver observer;
    private final SpoolRecovery.Recovered recovered;
    private final SegmentStore store;
    private final AppendQueue queue;
    private final GroupWriter writer;
    private final FactCycle facts;
    private final SpoolClock clock;
    private final OpenExchanges exchanges;
    private final OpenWills wills;
    private final Thread thread = new Thread(this::run, "spool-writer");

    private volatile long durablePosition;
    private volatile @Nullable Throwable failure;
    private volatile boolean isStalled;
    private volatile Runnable onDurable = () -> {};
    private volatile Runnable onResume = () -> {};
    private @Nullable CommitListener listener;
    private boolean isEnded;

    private Spool(
            SpoolFiles files,
            SpoolOptions options,
            SpoolObserver observer,
            FactSink factSink,
            SpoolClock clock,
            RandomGenerator random,
            SpoolRecovery.Recovered recovered) {
        this.files = files;
        this.options = options;
        this.observer = observer;
        this.recovered = recovered;
        this.clock = clock;
        this.exchanges = recovered.exchanges();
        this.wills = recovered.wills();
        this.store = new SegmentStore(files, options, recovered.sizes());
        this.queue = new AppendQueue(options.queueBytes());
        this.facts = new FactCycle(recovered.ledger(), factSink, clock);
        this.durablePosition = recovered.end();
        this.writer = new GroupWriter(
                store,
                queue,
                recovered.ledger(),
                new IdentityAssigner("g" + hex(random), MAX_STAMPED_DEVICES),
                clock,
                new Told(),
                recovered.nextSegment());
    }

    /**
     * Recovers the folder's spool, or begins one.
     *
     * @throws CorruptSpoolException where something that was durable cannot be read
     */
    public static Spool open(
            SpoolFiles files,
            SpoolOptions options,
            SpoolObserver observer,
            FactSink factSink,
            SpoolClock clock,
            RandomGenerator random)
            throws IOException {
        SpoolState state = new SpoolState(files);
        SpoolState.Identity identity = state.identity();
        if (identity == null) {
            identity = new SpoolState.Identity(hex(random), options.partitions());
            state.save(identity);
        }
        if (identity.partitions() != options.partitions()) {
            throw new IOException("partitions must stay as the spool was begun with, " + identity.partitions()
                    + ", was " + options.partitions());
        }
        SpoolRecovery.Recovered recovered = SpoolRecovery.recover(files, identity);
        return new Spool(files, options, observer, factSink, clock, random, recovered);
    }

    private static String hex(RandomGenerator random) {
        return HexFormat.of().toHexDigits(random.nextInt());
    }

    @Override
    public boolean tryAppend(SpoolEntry entry, Object token) {
        long size = RecordEncoder.sizeBound(entry) + Frames.HEADER_BYTES;
        if (size > options.segmentBytes() - SegmentHeader.BYTES) {
            throw new IllegalArgumentException(
                    "entry must fit a segment of " + options.segmentBytes() + " bytes, may take " + size);
        }
        return queue.offer(entry, token, size);
    }

    @Override
    public List<Exchange> openExchanges() {
        return exchanges.all();
    }

    @Override
    public boolean hasOpenExchange(String session) {
        return exchanges.isAnyOf(session);
    }

    @Override
    public List<Will> openWills() {
        return wills.all();
    }

    @Override
    public void onCommit(CommitListener commitListener) {
        listener = commitListener;
    }

    @Override
    public boolean isAccepting() {
        return queue.isAccepting();
    }

    @Override
    public void onResume(Runnable resumed) {
        onResume = resumed;
    }

    /** Runs on the writer thread whenever the durable position has moved; must not block. */
    public void onDurable(Runnable moved) {
        onDurable = moved;
    }

    public void start() {
        Objects.requireNonNull(listener, "onCommit must be called before start");
        thread.setPriority(Thread.MAX_PRIORITY); // as the event loops have, which wait for it
        thread.start();
    }

    private void run() {
        try {
            while (!step()) {
                queue.await(WRITER_WAIT_MILLIS);
            }
        } catch (InterruptedException e) {
            fail(e);
        }
    }

    /** All that can be done at once; true when the log has ended. Made by the writer thread, or by a simulation. */
    public boolean step() {
        try {
            GroupWriter.Progress progress = writer.step();
            while (progress == GroupWriter.Progress.WORKED) {
                facts.step(durablePosition);
                progress = writer.step();
            }
            setStalled(progress == GroupWriter.Progress.STALLED);
            while (facts.step(durablePosition)) {
                if (!queue.isEmpty()) {
                    return false;
                }
            }
            return queue.isClosed() && (isStalled || queue.isEmpty());
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
            return true;
        }
    }

    private void setStalled(boolean stalled) {
        isStalled = stalled;
        queue.stall(stalled);
        resumeIfFree();
    }

    private void resumeIfFree() {
        if (queue.takeResume()) {
            onResume.run();
        }
    }

    private void fail(Throwable cause) {
        failure = cause;
        queue.close();
        Objects.requireNonNull(listener).failed(cause);
    }

    /** What the writer reports after each force. */
    private final class Told implements GroupWriter.Commits {
        @Override
        public void forced(long nanos, long bytes) {
            observer.forced(nanos, bytes);
        }

        @Override
        public void committed(List<AppendQueue.Pending> entries, long durableEnd) {
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
    }

    public String id() {
        return recovered.ledger().spool();
    }

    public long durablePosition() {
        return durablePosition;
    }

    /** Where the drain has to start. */
    public Mark startMark() {
        return recovered.mark();
    }

    public SpoolReader reader(long position) throws IOException {
        return new SpoolReader(files, this, position);
    }

    /** Why the spool is poisoned, null where it is not. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Why it cannot grow though the cap would let it, null where it can. */
    public @Nullable IOException growthFailure() {
        return store.growthFailure();
    }

    /** What the spool takes on the disk. */
    public long bytes() {
        return store.bytes();
    }

    /** What waits in memory to be written. */
    public long queuedBytes() {
        return queue.bytes();
    }

    /** How many records the start read again. */
    public long recoveredRecords() {
        return recovered.records();
    }

    /** What the start cut off, half-written and never acknowledged. */
    public long cutBytes() {
        return recovered.cutBytes();
    }

    /** Keeps marks, checkpoints and segments; to be ticked about each second. */
    public SpoolKeeper keeper(LedgerBook book, long keepNanos) {
        return new SpoolKeeper(this, store, new SpoolState(files), book, recovered, keepNanos);
    }

    /** What is open now, for a checkpoint of now or before. */
    Collection<OpenExchanges.Kept> keptExchanges() {
        return exchanges.keep(clock.wallMillis());
    }

    /** Wakes the writer: there may be room again. */
    void nudge() {
        queue.nudge();
    }

    /** Takes nothing more, makes durable what was taken (as far as the cap allows), and ends the writer. */
    @Override
    public void close() {
        queue.close();
        if (thread.isAlive()) {
            joinWriter();
        }
        try {
            if (failure == null && !isEnded) {
                facts.finish(durablePosition);
            }
            isEnded = true;
            writer.close();
            store.close();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
    }

    private void joinWriter() {
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
