package io.sluice.api.ledger;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.Partitions;
import java.util.Arrays;
import java.util.Optional;

/**
 * Decides of what is missing from a row whether it is in flight or lost: lost is what ingest and the jobs are past, and
 * have been for long enough to have told of it. Guarded by its book.
 */
final class Settlement {
    private static final long NEVER = -1;

    private final int partitions;
    private final SpoolRows spools;
    private final long[] jobsAtEndSince;
    private long changedMillis;

    /** @param partitions of the readings topic: devices hash to them */
    Settlement(int partitions, SpoolRows spools) {
        this.partitions = partitions;
        this.spools = spools;
        this.jobsAtEndSince = new long[partitions];
        Arrays.fill(jobsAtEndSince, NEVER);
    }

    /** A fact has come, of whatever row. */
    void changed(long nowMillis) {
        changedMillis = nowMillis;
    }

    /** See {@link LedgerBook#jobsAtEnd}. */
    void jobsAtEnd(int partition, boolean isAtEnd, long nowMillis) {
        if (!isAtEnd) {
            jobsAtEndSince[partition] = NEVER;
        } else if (jobsAtEndSince[partition] == NEVER) {
            jobsAtEndSince[partition] = nowMillis;
        }
    }

    /**
     * What has to be known of all rows of a device for each of them.
     *
     * @param device empty for publishes that named none
     * @param hasFurtherEpochs whether equation (a) holds for them together only
     * @param appendedElsewhere what was classified without being appended under its own epoch
     * @param isUnannounced ingest has said something for so long that the gateways have announced in none of them
     * @param isAtRest nothing was said of it for so long that what was said belongs together, whatever others do
     */
    record OfDevice(
            Optional<DeviceId> device,
            boolean hasFurtherEpochs,
            long appendedElsewhere,
            boolean isUnannounced,
            boolean isAtRest) {
        static OfDevice of(DeviceRows own, long nowMillis) {
            return new OfDevice(
                    own.device(),
                    own.hasFurtherEpochs(),
                    own.appendedElsewhere(),
                    own.isUnannounced(nowMillis),
                    own.isAtRest(nowMillis));
        }
    }

    /** Equation (a) goes by the row, of which no more is added than its gateways have announced. */
    void add(LedgerTotals totals, DeviceRow row, OfDevice whole, long nowMillis) {
        boolean isUnannounced = isUnannounced(row, whole, nowMillis);
        // Which rows further epochs share is known of all of them together only: none can wait for its own gateway's.
        StageFacts facts = isUnannounced || whole.hasFurtherEpochs() ? row.known() : row.announced();
        boolean isWhole = facts == row.known();
        totals.add(whole.device(), row, facts, isWhole && isSettled(whole.device(), row, nowMillis));
        long classified = row.isOfFurtherEpochs() ? whole.appendedElsewhere() : facts.classifiedMessages();
        long unclassified = row.appended() - classified;
        if (unclassified < 0) {
            if (isUnannounced) {
                totals.addRowResidue(-unclassified);
            }
        } else if (isWhole && isPast(row, whole, nowMillis)) {
            totals.addRowResidue(unclassified);
        } else {
            totals.addInFlight(unclassified);
        }
    }

    /** Whether gateways that have told of all that ingest has seen lack some of it here, and have for long enough. */
    private boolean isUnannounced(DeviceRow row, OfDevice whole, long nowMillis) {
        // What one of several rows has too much the row of further epochs has to have.
        boolean isForLong = whole.hasFurtherEpochs()
                ? row.isOfFurtherEpochs() && whole.isUnannounced()
                : row.isUnannounced(nowMillis);
        return isForLong && spools.areAnnounced(partition(whole.device()));
    }

    /** Whether ingest is past all that was appended of a row, and has said so for long enough to have told of it. */
    private boolean isPast(DeviceRow row, OfDevice whole, long nowMillis) {
        boolean isAtRest = isAtRest(nowMillis);
        if (!isAtRest && !whole.isAtRest()) {
            return false;
        }
        for (Appended of = row.gateways(); of != null; of = of.next()) {
            SpoolRow spool = of.spool();
            long past = isAtRest
                    ? spool.committedCounter()
                    : Math.min(spool.committedCounter(), spool.settledCounter(nowMillis));
            if (past <= of.lastCounter()) {
                return false;
            }
        }
        return true;
    }

    /** Whether the jobs have read all of the row's partition for long enough, and nothing was said of it since. */
    boolean isSettled(Optional<DeviceId> device, DeviceRow row, long nowMillis) {
        long since =
                partition(device).map(partition -> jobsAtEndSince[partition]).orElse(NEVER);
        long patience = row.known().isAhead() ? LedgerBook.AHEAD_SETTLE_MILLIS : LedgerBook.SETTLE_MILLIS;
        return since != NEVER
                && nowMillis - since >= LedgerBook.SETTLE_MILLIS
                && nowMillis - row.changedMillis() >= patience;
    }

    /** Facts of one transaction arrive over several partitions: sums across rows are comparable once nothing moves. */
    boolean isAtRest(long nowMillis) {
        return nowMillis - changedMillis >= LedgerBook.SETTLE_MILLIS;
    }

    private Optional<Integer> partition(Optional<DeviceId> device) {
        return device.map(id -> Partitions.of(id, partitions));
    }
}
