package io.sluice.ingest.screen;

import io.sluice.ingest.row.RowKind;
import io.sluice.ingest.row.RowReader;
import io.sluice.ingest.row.RowStore;
import io.sluice.ingest.row.RowWriter;
import io.sluice.model.identity.DeviceId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows that one batch touches: each is read at most once and written at most once, however many messages. */
final class TouchedRows {
    private final RowStore store;
    private final int maxRanges;
    private final long nowMillis;
    private final Map<String, EpochRow> epochs = new LinkedHashMap<>();
    private final Map<String, RecentContent> recents = new HashMap<>();
    private final Map<String, EpochBudget> budgets = new HashMap<>();
    /** An empty one is to be deleted. */
    private final Map<String, Optional<HashChunk>> savedChunks = new HashMap<>();

    TouchedRows(RowStore store, int maxRanges, long nowMillis) {
        this.store = store;
        this.maxRanges = maxRanges;
        this.nowMillis = nowMillis;
    }

    /** The row of a key of which there are few. */
    EpochRow epoch(String key) {
        return epochs.computeIfAbsent(key, k -> EpochRow.from(store.get(k), maxRanges));
    }

    /** The row of a device and epoch; null where the device has begun {@linkplain EpochBudget too many} to begin it. */
    @Nullable
    EpochRow epoch(DeviceId device, String epoch) {
        String key = RowKind.EPOCH.key(device, epoch);
        EpochRow touched = epochs.get(key);
        if (touched != null) {
            return touched;
        }
        byte @Nullable [] row = store.get(key);
        if (row == null) {
            EpochBudget budget = budget(device);
            if (!budget.begin(nowMillis)) {
                return null;
            }
            budget.follow(epoch, nowMillis).forEach(over -> forgetHashes(RowKind.EPOCH.key(device, over)));
        }
        EpochRow read = EpochRow.from(row, maxRanges);
        epochs.put(key, read);
        return read;
    }

    private void forgetHashes(String key) {
        if (epochs.containsKey(key) || store.get(key) != null) {
            epoch(key).forgetHashes(shelf(key));
        }
    }

    private EpochBudget budget(DeviceId device) {
        return budgets.computeIfAbsent(RowKind.BUDGET.key(device), k -> EpochBudget.from(store.get(k)));
    }

    RecentContent recent(DeviceId device) {
        return recents.computeIfAbsent(RowKind.RECENT.key(device), k -> RecentContent.from(store.get(k)));
    }

    ChunkShelf shelf(String epochKey) {
        return new ChunkShelf() {
            @Override
            public HashChunk load(long index) {
                return chunk(RowKind.hashesKey(epochKey, index));
            }

            @Override
            public void save(HashChunk chunk) {
                savedChunks.put(RowKind.hashesKey(epochKey, chunk.index()), Optional.of(chunk));
            }

            @Override
            public void delete(long index) {
                savedChunks.put(RowKind.hashesKey(epochKey, index), Optional.empty());
            }
        };
    }

    /** Keys of the rows of devices and epochs. */
    Set<String> epochKeys() {
        return epochs.keySet();
    }

    void save() {
        epochs.forEach((key, row) -> store.put(key, row.toBytes()));
        recents.forEach((key, recent) -> store.put(key, recent.toBytes()));
        budgets.forEach((key, budget) -> store.put(key, budget.toBytes()));
        savedChunks.forEach((key, chunk) -> chunk.ifPresentOrElse(c -> saveChunk(key, c), () -> store.delete(key)));
    }

    private void saveChunk(String key, HashChunk chunk) {
        RowWriter out = new RowWriter();
        chunk.writeTo(out);
        store.put(key, out.toBytes());
    }

    private HashChunk chunk(String key) {
        Optional<HashChunk> saved = savedChunks.get(key);
        if (saved != null) {
            return saved.orElseThrow();
        }
        byte @Nullable [] row = store.get(key);
        if (row == null) {
            throw new IllegalStateException("state must hold the row that another names, lacks " + key);
        }
        return HashChunk.readFrom(new RowReader(row));
    }
}
