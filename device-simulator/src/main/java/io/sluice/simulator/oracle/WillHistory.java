package io.sluice.simulator.oracle;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.Tier;
import java.util.Map;

/**
 * What a device left to be said if one connection was lost: a single message under an epoch of its own. It may be
 * counted, once, unless its device said goodbye on that connection; where its device broke off for good it must be.
 * Thread-safe.
 */
public final class WillHistory {
    /** Its seq. */
    public static final long SEQ = 1;

    private final BootHistory message;
    private volatile boolean isKept;
    private volatile Outcome outcome = Outcome.UNKNOWN;
    private volatile long newestTs = BootHistory.NOTHING_BEFORE;
    private volatile long newestSaidTs = BootHistory.NOTHING_BEFORE;

    /**
     * @param tsMillis none that is newer than what was accepted of the device before, or others would come late by it
     */
    WillHistory(DeviceId device, String epoch, long tsMillis, HistoryJournal journal) {
        message = new BootHistory(device, epoch, journal);
        message.append(tsMillis);
    }

    String epoch() {
        return message.epoch();
    }

    EpochId id() {
        return message.id();
    }

    Due due() {
        return Due.of(outcome);
    }

    /**
     * Something that was said on its connection is durable. The will was left before, in the same log, and a log that
     * had failed by then would have taken neither: a broker that is killed knows of the will when it is back.
     */
    public void kept() {
        if (!isKept) {
            isKept = true;
            message.write(SEQ, "will-kept");
        }
    }

    boolean isKept() {
        return isKept;
    }

    /** The broker forgets it. */
    public void saidGoodbye() {
        outcome = Outcome.REFUSED;
        message.write(SEQ, "will-called-off");
    }

    /** @param acknowledgedTs the highest that the device was acknowledged before: nobody said the will before that */
    public void ended(long acknowledgedTs) {
        newestTs = acknowledgedTs;
    }

    /**
     * @param saidTs the highest that the device ever said, acknowledged or not: where that was counted, it comes before
     */
    void mustBeSaid(long saidTs) {
        outcome = Outcome.ACKED;
        message.write(SEQ, "will-due");
        newestSaidTs = saidTs;
    }

    /** When a will is said nobody knows: it belongs to all tiers for which it is not late for certain. */
    void addTo(Map<Long, Window> windows, Tier tier) {
        long ts = message.ts(SEQ);
        if (newestTs - ts <= tier.horizonMillis()) {
            boolean mayBeLate = newestSaidTs - ts > tier.horizonMillis();
            windows.computeIfAbsent(tier.windowStart(ts), Window::new)
                    .add(message, SEQ, mayBeLate ? Outcome.UNKNOWN : outcome);
        }
    }
}
