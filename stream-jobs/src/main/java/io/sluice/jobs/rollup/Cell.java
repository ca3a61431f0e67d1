package io.sluice.jobs.rollup;

import io.sluice.model.rollup.AccumulatorBytes;
import io.sluice.model.rollup.RollupAccumulator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * One series in one window. Most windows are done with soon but kept for a horizon, so a cell is frozen to a few bytes
 * once published, which a checkpoint shares instead of copying, and thawed when a late reading comes.
 */
final class Cell {
    private @Nullable RollupAccumulator live;
    private byte @Nullable [] frozen;
    private boolean dirty;

    Cell() {
        live = new RollupAccumulator();
    }

    private Cell(@Nullable RollupAccumulator live, byte @Nullable [] frozen, boolean dirty) {
        this.live = live;
        this.frozen = frozen;
        this.dirty = dirty;
    }

    void merge(RollupAccumulator delta) {
        content().merge(delta);
        frozen = null;
        dirty = true;
    }

    /** For reading only. */
    RollupAccumulator content() {
        if (live == null) {
            live = thawed();
        }
        return live;
    }

    /** Whether it holds readings that were not published yet. */
    boolean isDirty() {
        return dirty;
    }

    void published(boolean windowIsOver) {
        dirty = false;
        if (windowIsOver) {
            frozen = bytes();
            live = null;
        }
    }

    Cell copy() {
        return new Cell(live == null ? null : live.copy(), frozen, dirty);
    }

    void write(DataOutput out) throws IOException {
        byte[] bytes = bytes();
        out.writeBoolean(dirty);
        out.writeBoolean(live == null);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static Cell read(DataInput in) throws IOException {
        boolean dirty = in.readBoolean();
        boolean isFrozen = in.readBoolean();
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        Cell cell = new Cell(null, bytes, dirty);
        if (!isFrozen) {
            cell.content();
            cell.frozen = null;
        }
        return cell;
    }

    private byte[] bytes() {
        if (frozen != null) {
            return frozen;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        try {
            AccumulatorBytes.write(content(), new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("an array must take bytes, did not", e);
        }
        return bytes.toByteArray();
    }

    private RollupAccumulator thawed() {
        if (frozen == null) {
            throw new IllegalStateException("a cell must be live or frozen, was neither");
        }
        try {
            return AccumulatorBytes.read(new DataInputStream(new ByteArrayInputStream(frozen)));
        } catch (IOException e) {
            throw new UncheckedIOException("a frozen cell must be readable, was not", e);
        }
    }
}
