package io.sluice.ingest.screen;

import io.sluice.ingest.row.RowReader;
import io.sluice.ingest.row.RowWriter;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How many epochs a device has begun on its last day. A row of an epoch is kept for good, since a message of it may
 * come again: so a device may not begin them at the rate of its messages.
 */
final class EpochBudget {
    /** A boot in nine seconds. */
    static final int A_DAY = 10_000;

    private static final int VERSION = 1;

    private long day;
    private long begun;

    static EpochBudget from(byte @Nullable [] row) {
        EpochBudget budget = new EpochBudget();
        if (row != null) {
            RowReader in = new RowReader(row).expectVersion(VERSION);
            budget.day = in.unsigned();
            budget.begun = in.unsigned();
        }
        return budget;
    }

    byte[] toBytes() {
        return new RowWriter().unsigned(VERSION).unsigned(day).unsigned(begun).toBytes();
    }

    /**
     * Whether the device may begin one more, which is counted. Another day is a new one also where it lies before the
     * last: a clock that was ahead for a moment must not hold a device until that day has come.
     */
    boolean begin(long nowMillis) {
        long today = TimeUnit.MILLISECONDS.toDays(nowMillis);
        if (today != day) {
            day = today;
            begun = 0;
        }
        if (begun == A_DAY) {
            return false;
        }
        begun++;
        return true;
    }
}
