package io.sluice.simulator.oracle;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.Tier;
import java.util.Map;

/**
 * What a device left to be said if one connection was lost: a single message under an epoch of its own. It may be
 * counted, once, unless its device said goodbye on that connection. Thread-safe.
 */
public final class WillHistory {
    /** Its seq. */
    public static final long SEQ = 1;

    private final BootHistory message;
    private volatile long newestTs = BootHistory.NOTHING_BEFORE;

    /**
     * @param tsMillis none that is newer than what was accepted of the device before, or others would come late by it
     */
    WillHistory(DeviceId device, String epoch, long tsMillis) {
        message = new BootHistory(device, epoch);
        message.append(tsMillis);
    }

    String epoch() {
        return message.epoch();
    }

    /** The broker forgets it. */
    public void saidGoodbye() {
        message.settle(SEQ, Outcome.REFUSED);
    }

    /** @param acknowledgedTs the highest that the device was acknowledged before: nobody said the will before that */
    public void ended(long acknowledgedTs) {
        newestTs = acknowledgedTs;
    }

    /** When a will is said nobody knows: it belongs to all tiers for which it is not late for certain. */
    void addTo(Map<Long, Window> windows, Tier tier) {
        message.addTo(windows, tier, newestTs);
    }
}
