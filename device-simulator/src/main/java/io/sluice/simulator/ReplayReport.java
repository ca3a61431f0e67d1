package io.sluice.simulator;

import io.sluice.simulator.mqtt.PublishCounts;
import org.jspecify.annotations.Nullable;

/**
 * How a replay ended.
 *
 * @param rows in the files that say something
 * @param empty rows that say nothing, and were passed over
 * @param devices in the files
 * @param epoch of every device in this run; null where the recording has its own
 * @param startMillis what a row at the recording's start was stamped with
 */
public record ReplayReport(
        long rows, long empty, int devices, @Nullable String epoch, long startMillis, PublishCounts counts) {

    /** Every row was published and taken. */
    public boolean isComplete() {
        return counts.acked() == rows;
    }

    public int exitCode() {
        return isComplete() ? 0 : 1;
    }

    @Override
    public String toString() {
        return "replayed rows=" + rows + (empty == 0 ? "" : " empty=" + empty) + " devices=" + devices
                + (epoch == null ? " epochs=recorded" : " epoch=" + epoch) + " published=" + counts.published()
                + " acked=" + counts.acked() + " refused="
                + counts.refused() + " unacked=" + counts.unacked();
    }
}
