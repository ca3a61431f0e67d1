package io.sluice.ingest.screen;

import io.sluice.ingest.row.RowKind;
import io.sluice.ingest.row.RowStore;
import io.sluice.model.batch.TelemetryBatch;

/** Screens the batches of one partition, one after another. Not thread-safe. */
public final class Screen {
    private final int partition;
    private final RowStore store;
    private final int maxRanges;

    public Screen(int partition, RowStore store) {
        this(partition, store, SeqBook.DEFAULT_MAX_RANGES);
    }

    Screen(int partition, RowStore store, int maxRanges) {
        this.partition = partition;
        this.store = store;
        this.maxRanges = maxRanges;
    }

    /** Counts, decides and saves the state; the same batch again is all repeats. */
    public Screened screen(TelemetryBatch batch, long nowMillis) {
        String spoolKey = RowKind.SPOOL.key(batch.spool());
        SpoolRow spool = SpoolRow.from(store.get(spoolKey));
        TouchedRows rows = new TouchedRows(store, maxRanges, nowMillis);
        BatchScreen screen = new BatchScreen(partition, batch, spool, rows);
        Screened screened = screen.run();
        spool.keepWithinCap();
        store.put(spoolKey, spool.toBytes());
        rows.save();
        return screened;
    }
}
