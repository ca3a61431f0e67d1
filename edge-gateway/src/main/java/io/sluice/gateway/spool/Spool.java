package io.sluice.gateway.spool;

import io.sluice.gateway.ledger.FactSink;
import io.sluice.gateway.ledger.LedgerBook;
import io.sluice.gateway.spool.files.SpoolFiles;
import java.io.IOException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's durable log (architecture, decision 3). One writer thread commits in groups: what was appended while
 * the last fsync ran is the next group. Full (cap or queue), it refuses and calls back; it never drops. A failed write
 * or fsync poisons it: nothing more is acknowledged, and what is durable can still be drained.
 */
public final class Spool implements DurableLog, AutoCloseable {
    private static final int MAX_STAMPED_DEVICES = 200_000;

    private final SpoolFiles files;
    private final SpoolOptions options;
    private final SpoolRecovery.Recovered recovered;
    private final SpoolClock clock;
    private final OpenExchanges exchanges;
    private final OpenWills wills;
    private final SegmentStore store;
    private final AppendQueue queue;
    private final Commits commits;
    private final WriterThread writer;

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
        this.recovered = recovered;
        this.clock = clock;
        this.exchanges = recovered.exchanges();
        this.wills = recovered.wills();
        this.store = new SegmentStore(files, options, recovered.sizes());
        this.queue = new AppendQueue(options.queueBytes());
        this.commits = new Commits(queue, exchanges, wills, observer, clock, recovered.end());
        String epoch = "g" + HexFormat.of().toHexDigits(random.nextInt());
        GroupWriter groups = new GroupWriter(
                store,
                queue,
                recovered.ledger(),
                new IdentityAssigner(epoch, MAX_STAMPED_DEVICES),
                clock,
                commits,
                recovered.nextSegment());
        FactCycle facts = new FactCycle(recovered.ledger(), factSink, clock);
        this.writer = new WriterThread(queue, groups, facts, commits, new GroupPace(clock));
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
        SpoolRecovery.Recovered recovered = SpoolRecovery.recover(files, options.partitions(), clock, random);
        return new Spool(files, options, observer, factSink, clock, random, recovered);
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
        List<Exchange> all = exchanges.all();
        all.addAll(recovered.answered());
        return all;
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
        commits.onCommit(commitListener);
    }

    @Override
    public boolean isAccepting() {
        return queue.isAccepting();
    }

    @Override
    public void onResume(Runnable resumed) {
        commits.onResume(resumed);
    }

    /** Runs on the writer thread whenever the durable position has moved; must not block. */
    public void onDurable(Runnable moved) {
        commits.onDurable(moved);
    }

    public void start() {
        commits.requireListener();
        writer.start();
    }

    /** All that can be done at once; true when the log has ended. Made by the writer thread, or by a simulation. */
    public boolean step() {
        return writer.step();
    }

    public String id() {
        return recovered.ledger().spool();
    }

    public long durablePosition() {
        return commits.durablePosition();
    }

    /** Where the drain has to start. */
    public Mark startMark() {
        return recovered.marks().current().mark();
    }

    public SpoolReader reader(long position) throws IOException {
        return new SpoolReader(files, this, position);
    }

    /** Why the spool is poisoned, null where it is not. */
    public @Nullable Throwable failure() {
        return writer.failure();
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
        return new SpoolKeeper(this, store, new SpoolState(files), book, clock, recovered, keepNanos);
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
        writer.close();
    }
}
