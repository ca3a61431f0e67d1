package io.sluice.gateway.ledger;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.ledger.LedgerKey;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one device. Nearly every device has one; one that boots for each message would have as many as it sends,
 * so that from some number on all further epochs share a row. Which do is decided by the order of the records alone: a
 * row is told before any that was begun later, so a checkpoint holds the earliest, and a replay from there decides as
 * the writer did.
 */
final class DeviceRows {
    private final DeviceId device;
    private final int partition;
    private final EpochRoom room;
    private @Nullable DeviceRow current;
    /** All that are of one epoch; null while there is but one. */
    private @Nullable Map<String, DeviceRow> byEpoch;

    private @Nullable DeviceRow further;

    DeviceRows(DeviceId device, int partition, EpochRoom room) {
        this.device = device;
        this.partition = partition;
        this.room = room;
    }

    int partition() {
        return partition;
    }

    /** The row that counts the epoch's messages. The epoch asked for last costs no look-up. */
    DeviceRow of(String epoch) {
        DeviceRow row = find(epoch);
        if (row != null) {
            return row;
        }
        int held = byEpoch != null ? byEpoch.size() : current != null ? 1 : 0;
        return room.hasOneMore(held) ? add(epoch) : further();
    }

    /** As {@link #of}, for a row that was begun before, by whatever bound. */
    DeviceRow restored(String epoch) {
        if (epoch.equals(LedgerKey.FURTHER_EPOCHS)) {
            return further();
        }
        DeviceRow row = find(epoch);
        return row == null ? add(epoch) : row;
    }

    private @Nullable DeviceRow find(String epoch) {
        if (current != null && current.epoch.equals(epoch)) {
            return current;
        }
        DeviceRow row = byEpoch == null ? null : byEpoch.get(epoch);
        if (row != null) {
            current = row;
        }
        return row;
    }

    private DeviceRow add(String epoch) {
        DeviceRow row = new DeviceRow(device, epoch, partition);
        if (byEpoch == null && current != null) {
            byEpoch = new HashMap<>();
            byEpoch.put(current.epoch, current);
        }
        if (byEpoch != null) {
            byEpoch.put(epoch, row);
        }
        current = row;
        room.begin();
        return row;
    }

    private DeviceRow further() {
        if (further == null) {
            further = new DeviceRow(device, LedgerKey.FURTHER_EPOCHS, partition);
        }
        return further;
    }

    void forEach(Consumer<DeviceRow> consumer) {
        if (byEpoch != null) {
            byEpoch.values().forEach(consumer);
        } else if (current != null) {
            consumer.accept(current);
        }
        if (further != null) {
            consumer.accept(further);
        }
    }
}
