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
    private final Map<String, EpochRow> epochs = new LinkedHashMap<>();
    private final Map<String, RecentContent> recents = new HashMap<>();
    /** An empty one is to be deleted. */
    private final Map<String, Optional<HashChunk>> savedChunks = new HashMap<>();

    TouchedRows(RowStore store, int maxRanges) {
        this.store = store;
        this.maxRanges = maxRanges;
    }

    EpochRow epoch(String key) {
        return epochs.computeIfAbsent(key, k -> EpochRow.from(store.get(k), maxRanges));
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
