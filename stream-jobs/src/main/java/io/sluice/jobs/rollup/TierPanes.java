package io.sluice.jobs.rollup;

import io.sluice.model.rollup.Tier;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The windows of one tier that a device's readings may still fall into, by start. */
final class TierPanes {
    private final Tier tier;
    private final List<Pane> panes;

    TierPanes(Tier tier) {
        this(tier, new ArrayList<>(4));
    }

    private TierPanes(Tier tier, List<Pane> panes) {
        this.tier = tier;
        this.panes = panes;
    }

    /** The window that starts then, made where it is not there yet. */
    Pane at(long startMillis) {
        int last = panes.size() - 1;
        if (last >= 0 && panes.get(last).startMillis == startMillis) {
            return panes.get(last);
        }
        int at = search(startMillis);
        if (at >= 0) {
            return panes.get(at);
        }
        Pane pane = new Pane(tier, startMillis);
        panes.add(-at - 1, pane);
        return pane;
    }

    /**
     * Drops the windows that no reading can fall into any more: those that end at or before the bound.
     *
     * @return whether there were any
     */
    boolean purge(long boundMillis, Consumer<Pane> dropped) {
        int done = 0;
        while (done < panes.size() && panes.get(done).endMillis() <= boundMillis) {
            dropped.accept(panes.get(done++));
        }
        if (done > 0) {
            panes.subList(0, done).clear();
        }
        return done > 0;
    }

    void forEach(Consumer<Pane> action) {
        panes.forEach(action);
    }

    int size() {
        return panes.size();
    }

    private int search(long startMillis) {
        int low = 0;
        int high = panes.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = panes.get(middle).startMillis;
            if (found == startMillis) {
                return middle;
            }
            if (found < startMillis) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    TierPanes copy() {
        List<Pane> copies = new ArrayList<>(panes.size());
        for (Pane pane : panes) {
            copies.add(pane.copy());
        }
        return new TierPanes(tier, copies);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(panes.size());
        for (Pane pane : panes) {
            pane.write(out);
        }
    }

    static TierPanes read(Tier tier, DataInput in) throws IOException {
        int size = in.readInt();
        List<Pane> panes = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            panes.add(Pane.read(tier, in));
        }
        return new TierPanes(tier, panes);
    }
}
