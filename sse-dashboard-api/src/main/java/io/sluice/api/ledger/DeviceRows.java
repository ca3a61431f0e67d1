package io.sluice.api.ledger;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.ledger.proto.DeviceAppended;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one device. Where a gateway counts further epochs in one row, equation (a) holds for all rows together:
 * what was classified without being appended under its own epoch must have been appended in that one. Guarded by its
 * book.
 */
final class DeviceRows {
    private final Optional<DeviceId> device;

    /** The row told of last; nearly every device has but one. */
    private @Nullable DeviceRow current;
    /** All by epoch; null while there is but one. */
    private @Nullable Map<String, DeviceRow> byEpoch;

    private @Nullable DeviceRow ofFurtherEpochs;

    /** The sum over all rows. */
    private long appendedElsewhere;

    /** When a gateway last said something else, or ingest anything while it was not ahead. */
    private long heldMillis;

    /** @param device empty for publishes that named none */
    DeviceRows(Optional<DeviceId> device) {
        this.device = device;
    }

    /** Publishes that named no device may be told of by several. */
    String nameOf(String epoch, String writer) {
        return device.isPresent() ? epoch : epoch + "|" + writer;
    }

    void apply(String epoch, DeviceAppended fact, SpoolRows spools, long nowMillis) {
        DeviceRow row = row(epoch);
        long before = row.appendedElsewhere();
        if (row.apply(fact, spools, nowMillis)) {
            heldMillis = nowMillis;
            appendedElsewhere += row.appendedElsewhere() - before;
        }
    }

    void apply(String epoch, Screened fact, long nowMillis) {
        DeviceRow row = row(epoch);
        if (!isAhead()) {
            heldMillis = nowMillis;
        }
        long before = row.appendedElsewhere();
        row.apply(fact, nowMillis);
        appendedElsewhere += row.appendedElsewhere() - before;
        if (ofFurtherEpochs != null) {
            row.release();
        }
    }

    void apply(String epoch, Counted fact, long nowMillis) {
        row(epoch).apply(fact, nowMillis);
    }

    private DeviceRow row(String epoch) {
        DeviceRow row = current;
        if (row == null || !row.epoch().equals(epoch)) {
            DeviceRow known = byEpoch == null ? null : byEpoch.get(epoch);
            row = known == null ? add(new DeviceRow(epoch)) : known;
            current = row;
        }
        return row;
    }

    private DeviceRow add(DeviceRow row) {
        if (byEpoch == null && current != null) {
            byEpoch = new HashMap<>();
            byEpoch.put(current.epoch(), current);
        }
        if (byEpoch != null) {
            byEpoch.put(row.epoch(), row);
        }
        if (row.isOfFurtherEpochs()) {
            ofFurtherEpochs = row;
            forEach(DeviceRow::release);
        }
        return row;
    }

    Optional<DeviceId> device() {
        return device;
    }

    void forEach(Consumer<DeviceRow> action) {
        if (byEpoch != null) {
            byEpoch.values().forEach(action);
        } else if (current != null) {
            action.accept(current);
        }
    }

    private boolean allMatch(Predicate<DeviceRow> condition) {
        if (byEpoch != null) {
            return byEpoch.values().stream().allMatch(condition);
        }
        return current == null || condition.test(current);
    }

    /** Whether the jobs seem behind in one of them. */
    boolean isApart() {
        return !allMatch(row -> !row.known().isApart());
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
        return allMatch(row -> nowMillis - row.movedMillis() >= LedgerBook.DEVICE_SETTLE_MILLIS);
    }
}
