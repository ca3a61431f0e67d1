package io.sluice.simulator.oracle;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.IdentityMix;
import io.sluice.model.rollup.Tier;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** All that one device said between two boots, under one epoch. Thread-safe. */
public final class BootHistory {
    /** Lower than any ts, and far enough from the lowest long. */
    static final long NOTHING_BEFORE = Long.MIN_VALUE / 2;

    private static final int FIRST_CAPACITY = 64;

    private final DeviceId device;
    private final String epoch;
    private final HistoryJournal journal;
    private final long mixSeed;
    private long[] timestamps = new long[FIRST_CAPACITY];
    private Outcome[] outcomes = new Outcome[FIRST_CAPACITY];
    private final BitSet garbled = new BitSet();
    private int size;

    BootHistory(DeviceId device, String epoch, HistoryJournal journal) {
        this.device = device;
        this.epoch = epoch;
        this.journal = journal;
        this.mixSeed = IdentityMix.seed(device, epoch);
    }

    public DeviceId device() {
        return device;
    }

    public String epoch() {
        return epoch;
    }

    EpochId id() {
        return new EpochId(device, epoch);
    }

    public long mix(long seq) {
        return IdentityMix.mix(mixSeed, seq);
    }

    /** Before the message is given to anyone who could answer it. */
    public synchronized long append(long tsMillis) {
        if (size == timestamps.length) {
            timestamps = Arrays.copyOf(timestamps, 2 * size);
            outcomes = Arrays.copyOf(outcomes, 2 * size);
        }
        timestamps[size] = tsMillis;
        outcomes[size] = Outcome.UNKNOWN;
        size++;
        journal.said(device, epoch, size, tsMillis);
        return size;
    }

    public synchronized long ts(long seq) {
        return timestamps[Math.toIntExact(seq - 1)];
    }

    /** What goes out as this message cannot be told for it any more. */
    public synchronized void garble(long seq) {
        garbled.set(Math.toIntExact(seq - 1));
        write(seq, "garbled");
    }

    /** What became of a message, for whoever reads the history elsewhere. */
    void write(long seq, String what) {
        journal.became(device, epoch, seq, what);
    }

    /** Messages that were acknowledged and can be told apart. */
    synchronized List<MessageId> acknowledged() {
        return acknowledged(1, size);
    }

    /** Of these the ones from a seq to another, inclusive. */
    synchronized List<MessageId> acknowledged(long from, long to) {
        return select(from, to, i -> outcomes[i] == Outcome.ACKED && !garbled.get(i));
    }

    /** Of the seqs up to one, inclusive, those that no message was ever sent with. */
    synchronized List<MessageId> neverSent(long to) {
        return select(1, to, i -> outcomes[i] == Outcome.NEVER_SENT);
    }

    /** Messages that were refused, though they can be read. */
    synchronized List<MessageId> wronglyRefused() {
        return select(1, size, i -> isRefused(outcomes[i]) && !garbled.get(i));
    }

    private List<MessageId> select(long from, long to, IntPredicate isMeant) {
        return IntStream.range((int) Math.min(size, Math.max(1, from) - 1), (int) Math.min(size, to))
                .filter(isMeant)
                .mapToObj(i -> new MessageId(device.toString(), epoch, i + 1))
                .toList();
    }

    private static boolean isRefused(Outcome outcome) {
        return outcome == Outcome.REFUSED || outcome == Outcome.REFUSED_AT_LAST;
    }

    /** The highest seq that anyone may know of. */
    synchronized long said() {
        return size;
    }

    /** The highest seq that was acknowledged and can be read, 0 for none. */
    synchronized long highestAcknowledged() {
        List<MessageId> all = acknowledged();
        return all.isEmpty() ? 0 : all.get(all.size() - 1).seq();
    }

    /**
     * Writes down what this boot must be accounted for. What is garbled nobody can read, whatever it was answered.
     *
     * @param newestTs the highest ts accepted from the device before
     * @return the highest ts accepted from it so far
     */
    synchronized long addTo(Map<EpochId, Owed> accounts, long newestTs) {
        Owed[] owed = {Owed.NOTHING};
        long newest = forEachSent(Tier.H1, newestTs, (i, isLate) -> {
            if (!garbled.get(i)) {
                Due due = Due.of(outcomes[i]);
                owed[0] = owed[0].plus(isLate ? Owed.late(due) : Owed.counted(due));
            }
        });
        accounts.put(id(), owed[0]);
        return newest;
    }

    /**
     * An acknowledgement is for good: a copy of the message that is refused afterwards does not take it back. Nor does
     * it take away the doubt whether the message has been taken.
     */
    public synchronized void settle(long seq, Outcome outcome) {
        write(seq, outcome.label());
        int at = Math.toIntExact(seq - 1);
        boolean isInDoubt = outcomes[at] == Outcome.REFUSED_AT_LAST && outcome == Outcome.REFUSED;
        if (outcomes[at] != Outcome.ACKED && !isInDoubt) {
            outcomes[at] = outcome;
        }
    }

    public synchronized long count(Outcome outcome) {
        return Arrays.stream(outcomes, 0, size).filter(each -> each == outcome).count();
    }

    /**
     * Adds this boot's messages to the windows that they belong to, by start. What is late for the tier belongs to
     * none.
     *
     * @param newestTs the highest ts accepted from the device before
     * @return the highest ts accepted from it so far
     */
    synchronized long addTo(Map<Long, Window> windows, Tier tier, long newestTs) {
        return forEachSent(tier, newestTs, (i, isLate) -> {
            if (!isLate) {
                windows.computeIfAbsent(tier.windowStart(timestamps[i]), Window::new)
                        .add(this, i + 1, outcomes[i]);
            }
        });
    }

    /** Each message that was sent, in order, and whether it comes too late for the tier. */
    private interface SentMessage {
        void at(int index, boolean isLate);
    }

    private long forEachSent(Tier tier, long newestTs, SentMessage action) {
        long newest = newestTs;
        for (int i = 0; i < size; i++) {
            if (outcomes[i] == Outcome.NEVER_SENT) {
                continue;
            }
            boolean isLate = newest - timestamps[i] > tier.horizonMillis();
            action.at(i, isLate);
            if (!isLate && outcomes[i] != Outcome.REFUSED) {
                newest = Math.max(newest, timestamps[i]);
            }
        }
        return newest;
    }

    static Map<Long, Window> windows(Iterable<BootHistory> boots, Tier tier) {
        Map<Long, Window> windows = new HashMap<>();
        long newest = NOTHING_BEFORE;
        for (BootHistory boot : boots) {
            newest = boot.addTo(windows, tier, newest);
        }
        return windows;
    }
}
