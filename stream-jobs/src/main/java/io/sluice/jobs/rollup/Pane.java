package io.sluice.jobs.rollup;

import io.sluice.model.rollup.RollupAccumulator;
import io.sluice.model.rollup.Tier;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** One window of one tier of a device: a {@link Cell} for each of its metrics, by the metric's slot. */
final class Pane {
    final Tier tier;
    final long startMillis;
    private @Nullable Cell[] cells;

    /** When it has to be published; {@link Long#MAX_VALUE} while there is nothing to publish. */
    private long dueMillis = Long.MAX_VALUE;

    private boolean published;

    Pane(Tier tier, long startMillis) {
        this(tier, startMillis, new Cell[2]);
    }

    private Pane(Tier tier, long startMillis, @Nullable Cell[] cells) {
        this.tier = tier;
        this.startMillis = startMillis;
        this.cells = cells;
    }

    long endMillis() {
        return startMillis + tier.widthMillis();
    }

    void merge(int slot, RollupAccumulator delta) {
        if (slot >= cells.length) {
            cells = Arrays.copyOf(cells, Math.max(slot + 1, cells.length * 2));
        }
        Cell cell = cells[slot];
        if (cell == null) {
            cell = new Cell();
            cells[slot] = cell;
        }
        cell.merge(delta);
    }

    boolean isDirty() {
        return dueMillis != Long.MAX_VALUE;
    }

    long dueMillis() {
        return dueMillis;
    }

    void dueAt(long millis) {
        dueMillis = millis;
    }

    boolean wasPublished() {
        return published;
    }

    void published(long nowMillis) {
        boolean over = nowMillis >= endMillis();
        for (Cell cell : cells) {
            if (cell != null && cell.isDirty()) {
                cell.published(over);
            }
        }
        dueMillis = Long.MAX_VALUE;
        published = true;
    }

    /** Slots run below this. */
    int slots() {
        return cells.length;
    }

    /** The cell if it holds what was not published yet, otherwise null. */
    @Nullable
    Cell dirtyCell(int slot) {
        Cell cell = cells[slot];
        return cell != null && cell.isDirty() ? cell : null;
    }

    void markUsed(BitSet used) {
        for (int slot = 0; slot < cells.length; slot++) {
            if (cells[slot] != null) {
                used.set(slot);
            }
        }
    }

    /** Moves the cells of these slots up to the lowest slots, in their order; there are no others. */
    void keepOnly(BitSet used) {
        @Nullable Cell[] kept = new Cell[used.cardinality()];
        int to = 0;
        for (int slot = used.nextSetBit(0); slot >= 0 && slot < cells.length; slot = used.nextSetBit(slot + 1)) {
            kept[to++] = cells[slot];
        }
        cells = kept;
    }

    Pane copy() {
        @Nullable Cell[] copies = new Cell[cells.length];
        for (int i = 0; i < copies.length; i++) {
            Cell cell = cells[i];
            copies[i] = cell == null ? null : cell.copy();
        }
        Pane copy = new Pane(tier, startMillis, copies);
        copy.dueMillis = dueMillis;
        copy.published = published;
        return copy;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(startMillis);
        out.writeLong(dueMillis);
        out.writeBoolean(published);
        out.writeInt(cells.length);
        for (Cell cell : cells) {
            out.writeBoolean(cell != null);
            if (cell != null) {
                cell.write(out);
            }
        }
    }

    static Pane read(Tier tier, DataInput in) throws IOException {
        long startMillis = in.readLong();
        long dueMillis = in.readLong();
        boolean published = in.readBoolean();
        @Nullable Cell[] cells = new Cell[in.readInt()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = in.readBoolean() ? Cell.read(in) : null;
        }
        Pane pane = new Pane(tier, startMillis, cells);
        pane.dueMillis = dueMillis;
        pane.published = published;
        return pane;
    }
}
