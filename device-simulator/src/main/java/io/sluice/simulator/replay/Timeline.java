package io.sluice.simulator.replay;

import io.sluice.model.identity.DeviceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file set that say something, in the order they are to be published. A device's rows keep their order,
 * whatever their times say; rows of different devices go by time. Where the recording numbers a device from below 1,
 * all its numbers are shifted alike, so that the lowest is 1: gaps and repeats stay what they are. Where it has epochs,
 * each epoch of a device has numbers of its own.
 */
public final class Timeline {
    /** The contract's. */
    static final long MAX_SEQ = (1L << 53) - 1;

    private Timeline() {}

    /**
     * @param offsetMillis the row's time since the run's start, before the speed is applied; may be negative where a
     *     row was recorded before the first
     * @param dueMillis when it is published: the offset, but never before a row of the device that stands above it
     * @param seq the recording's, shifted where need be, or counted
     */
    public record Entry(DeviceId device, long seq, long offsetMillis, long dueMillis, RecordedRow row) {}

    public static List<Entry> of(List<Recording> recordings) {
        Starts starts = new Starts();
        Shifts shifts = new Shifts(recordings);
        Map<Boot, Long> counted = new HashMap<>();
        Map<DeviceId, Long> due = new HashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (Recording recording : recordings) {
            for (RecordedRow row : recording.rows()) {
                if (row.values().length == 0) {
                    continue;
                }
                DeviceId device = DeviceId.of(recording.site(), row.device());
                Boot boot = new Boot(device, row.epoch());
                long count = counted.merge(boot, 1L, Long::sum);
                long offset = row.tsMillis() - starts.of(recording, device, row);
                long dueAt = due.merge(device, offset, Math::max);
                entries.add(new Entry(device, shifts.seq(boot, row, count), offset, dueAt, row));
            }
        }
        entries.sort(Comparator.comparingLong(Entry::dueMillis));
        return entries;
    }

    /** What a device numbers from its beginning; without an epoch where the recording has none. */
    private record Boot(DeviceId device, @Nullable String epoch) {}

    /** By how much the numbers of each boot are off. */
    private static final class Shifts {
        private final Map<Boot, Long> lowest = new HashMap<>();

        Shifts(List<Recording> recordings) {
            for (Recording recording : recordings) {
                for (RecordedRow row : recording.rows()) {
                    if (row.seq() != null) {
                        DeviceId device = DeviceId.of(recording.site(), row.device());
                        lowest.merge(new Boot(device, row.epoch()), row.seq(), Math::min);
                    }
                }
            }
        }

        long seq(Boot boot, RecordedRow row, long counted) {
            if (row.seq() == null) {
                return counted;
            }
            long first = lowest.getOrDefault(boot, row.seq());
            long seq = row.seq() + Math.max(0, 1 - first);
            if (seq > MAX_SEQ) {
                throw new RecordingException(boot.device() + ": seqs must be less than 2^53 - 1 apart, were from "
                        + first + " to " + row.seq());
            }
            return seq;
        }
    }

    /** The time that is the run's start, per site where files share a clock, else per device. */
    private static final class Starts {
        private final Map<Object, Long> starts = new HashMap<>();

        long of(Recording recording, DeviceId device, RecordedRow row) {
            Object key = recording.sharedClock() ? recording.site() : device;
            return starts.computeIfAbsent(key, k -> row.tsMillis());
        }
    }
}
