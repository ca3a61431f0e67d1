package io.sluice.ingest.screen;

import io.sluice.ingest.row.RowReader;
import io.sluice.ingest.row.RowWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The epochs that a device has begun of late, and how many on its last day. A row of an epoch is kept for good, since a
 * message of it may come again: so a device may not begin them at the rate of its messages. The hashes by which a copy
 * is told from a conflict take twenty times the room, and go when the epoch is over for as long as devices keep what
 * they could not send.
 */
final class EpochBudget {
    /** A boot in nine seconds. */
    static final int A_DAY = 10_000;

    /** So many keep their hashes, also where none is over for so long. */
    static final int MAX_LATEST = 64;

    private static final long OVER_MILLIS = Duration.ofDays(1).toMillis();
    private static final int VERSION = 2;

    private final List<Begun> latest = new ArrayList<>();
    private long day;
    private long begun;

    private record Begun(String epoch, long millis) {}

    static EpochBudget from(byte @Nullable [] row) {
        EpochBudget budget = new EpochBudget();
        if (row != null) {
            RowReader in = new RowReader(row);
            int version = in.version(1, VERSION);
            budget.day = in.unsigned();
            budget.begun = in.unsigned();
            // The first version knew no names.
            for (int left = version == 1 ? 0 : in.count(); left > 0; left--) {
                budget.latest.add(new Begun(in.text(), in.unsigned()));
            }
        }
        return budget;
    }

    byte[] toBytes() {
        RowWriter out =
                new RowWriter().unsigned(VERSION).unsigned(day).unsigned(begun).unsigned(latest.size());
        latest.forEach(begun -> out.text(begun.epoch).unsigned(begun.millis));
        return out.toBytes();
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

    /**
     * Remembers an epoch that has begun.
     *
     * @return those that the next one has followed a day ago, or that are too many; each is given once
     */
    List<String> follow(String epoch, long nowMillis) {
        latest.add(new Begun(epoch, nowMillis));
        List<String> over = new ArrayList<>();
        while (latest.size() > MAX_LATEST || latest.size() > 1 && nowMillis - latest.get(1).millis >= OVER_MILLIS) {
            over.add(latest.remove(0).epoch);
        }
        return over;
    }
}
