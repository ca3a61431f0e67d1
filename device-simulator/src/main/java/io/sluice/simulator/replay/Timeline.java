package io.sluice.simulator.replay;

import io.sluice.model.identity.DeviceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of a file set in the order they are to be published. A device's rows keep their order, whatever their times
 * say; rows of different devices go by time.
 */
public final class Timeline {
    private Timeline() {}

    /**
     * @param offsetMillis the row's time since the run's start, before the speed is applied; may be negative where a
     *     row was recorded before the first
     * @param dueMillis when it is published: the offset, but never before a row of the device that stands above it
     * @param seq the recording's, or counted
     */
    public record Entry(DeviceId device, long seq, long offsetMillis, long dueMillis, RecordedRow row) {}

    public static List<Entry> of(List<Recording> recordings) {
        Starts starts = new Starts();
        Map<DeviceId, Long> counted = new HashMap<>();
        Map<DeviceId, Long> due = new HashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (Recording recording : recordings) {
            for (RecordedRow row : recording.rows()) {
                DeviceId device = DeviceId.of(recording.site(), row.device());
                long count = counted.merge(device, 1L, Long::sum);
                long offset = row.tsMillis() - starts.of(recording, device, row);
                long dueAt = due.merge(device, offset, Math::max);
                entries.add(new Entry(device, row.seq() > 0 ? row.seq() : count, offset, dueAt, row));
            }
        }
        entries.sort(Comparator.comparingLong(Entry::dueMillis));
        return entries;
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
