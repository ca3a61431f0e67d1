package io.sluice.api.ledger;

import io.sluice.model.ledger.proto.DeviceScreened;
import io.sluice.model.ledger.proto.SeqRange;
import java.util.Map;

/**
 * What a {@link DeviceScreened} says, without whom it says it of: the row knows that, and a row is kept for good.
 *
 * @param missingRanges first and last of each, one after the other
 */
record Screened(
        long newMessages,
        long newXor,
        long duplicates,
        long conflicts,
        Map<String, Long> rejected,
        long undecidable,
        long produced,
        long rejectedWithSeq,
        long missing,
        long[] missingRanges) {
    private static final long[] NO_RANGES = {};

    static final Screened NOTHING = of(DeviceScreened.getDefaultInstance());

    static Screened of(DeviceScreened fact) {
        return new Screened(
                fact.getNewMessages(),
                fact.getNewXor(),
                fact.getDuplicates(),
                fact.getConflicts(),
                Map.copyOf(fact.getRejectedMap()),
                fact.getUndecidable(),
                fact.getProduced(),
                fact.getRejectedWithSeq(),
                fact.getMissing(),
                ranges(fact));
    }

    private static long[] ranges(DeviceScreened fact) {
        if (fact.getMissingRangesCount() == 0) {
            return NO_RANGES;
        }
        long[] ranges = new long[2 * fact.getMissingRangesCount()];
        int at = 0;
        for (SeqRange range : fact.getMissingRangesList()) {
            ranges[at++] = range.getFrom();
            ranges[at++] = range.getTo();
        }
        return ranges;
    }

    /** As gateways count a device's messages: without its rejected publishes, which they count by spool alone. */
    long classifiedMessages() {
        return newMessages + duplicates + conflicts + undecidable;
    }

    long allRejected() {
        long messages = 0;
        for (long ofReason : rejected.values()) {
            messages += ofReason;
        }
        return messages;
    }
}
