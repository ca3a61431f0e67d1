package io.sluice.gateway.ledger;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/** The rows that wait to be told: those that changed, and those that after a start are only said again. */
final class WaitingRows {
    private final ArrayDeque<DeviceRow> changed = new ArrayDeque<>();
    /** Some have changed since they were put here, and are passed over. */
    private final ArrayDeque<DeviceRow> unsaid = new ArrayDeque<>();

    void addChanged(DeviceRow row) {
        if (!row.changed) {
            row.changed = true;
            row.unsaid = false;
            changed.add(row);
        }
    }

    void addUnsaid(DeviceRow row) {
        if (!row.changed && !row.unsaid) {
            row.unsaid = true;
            unsaid.add(row);
        }
    }

    int changed() {
        return changed.size();
    }

    boolean hasUnsaid() {
        return !unsaid.isEmpty();
    }

    /** The longest waiting first, at most so many. */
    void takeChanged(int max, Consumer<DeviceRow> taken) {
        for (int i = 0; i < max && !changed.isEmpty(); i++) {
            DeviceRow row = changed.remove();
            row.changed = false;
            taken.accept(row);
        }
    }

    /** As {@link #takeChanged}; those that are passed over count. */
    void takeUnsaid(int max, Consumer<DeviceRow> taken) {
        for (int i = 0; i < max && !unsaid.isEmpty(); i++) {
            DeviceRow row = unsaid.remove();
            if (row.unsaid) {
                row.unsaid = false;
                taken.accept(row);
            }
        }
    }
}
