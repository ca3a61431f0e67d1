package io.sluice.api.ledger;

import io.sluice.model.ledger.proto.DeviceAppended;
import io.sluice.model.ledger.proto.DeviceCounted;
import io.sluice.model.ledger.proto.DeviceScreened;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one device. Where a gateway counts further epochs in one row, equation (a) holds for all rows together:
 * what was classified without being appended under its own epoch must have been appended in that one. Guarded by its
 * book.
 */
final class DeviceRows {
    private final Map<RowKey, DeviceRow> rows = new HashMap<>();
    private @Nullable DeviceRow ofFurtherEpochs;

    /** The sum over all rows. */
    private long appendedElsewhere;

    /** When a gateway last said something else, or ingest anything while it was not ahead. */
    private long heldMillis;

    void apply(RowKey key, DeviceAppended fact, long nowMillis) {
        DeviceRow row = row(key);
        long before = row.appendedElsewhere();
        if (row.apply(fact, nowMillis)) {
            heldMillis = nowMillis;
            appendedElsewhere += row.appendedElsewhere() - before;
        }
    }

    void apply(RowKey key, DeviceScreened fact, long nowMillis) {
        DeviceRow row = row(key);
        if (!isAhead()) {
            heldMillis = nowMillis;
        }
        long before = row.appendedElsewhere();
        row.apply(fact, nowMillis);
        appendedElsewhere += row.appendedElsewhere() - before;
    }

    void apply(RowKey key, DeviceCounted fact, long nowMillis) {
        row(key).apply(fact, nowMillis);
    }

    private DeviceRow row(RowKey key) {
        DeviceRow known = rows.get(key);
        return known == null ? add(key) : known;
    }

    private DeviceRow add(RowKey key) {
        DeviceRow row = new DeviceRow();
        rows.put(key, row);
        if (key.isOfFurtherEpochs()) {
            ofFurtherEpochs = row;
        }
        return row;
    }

    Collection<DeviceRow> rows() {
        return rows.values();
    }

    void forEach(BiConsumer<RowKey, DeviceRow> action) {
        rows.forEach(action);
    }

    boolean hasFurtherEpochs() {
        return ofFurtherEpochs != null;
    }

    /** What was classified without being appended under its own epoch. */
    long appendedElsewhere() {
        return appendedElsewhere;
    }

    /** Whether ingest has classified more than the gateways say was appended, in whatever row. */
    private boolean isAhead() {
        return ofFurtherEpochs != null && appendedElsewhere > ofFurtherEpochs.appended();
    }

    /** As {@link DeviceRow#isUnannounced}, of all rows together. */
    boolean isUnannounced(long nowMillis) {
        return isAhead() && Math.abs(nowMillis - heldMillis) >= LedgerBook.DEVICE_SETTLE_MILLIS;
    }

    /** Whether nothing was said of it for so long that what was said belongs together, whatever others do. */
    boolean isAtRest(long nowMillis) {
        return rows.values().stream().allMatch(row -> nowMillis - row.movedMillis() >= LedgerBook.DEVICE_SETTLE_MILLIS);
    }
}
