package io.sluice.ingest.kafka;

import io.sluice.ingest.row.RowKind;
import io.sluice.ingest.row.RowStore;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Rows in a Streams store, which is in memory and logged to its changelog in the transaction of the batch. */
final class StoredRows implements RowStore {
    private final KeyValueStore<String, byte[]> store;

    StoredRows(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    @Override
    public byte @Nullable [] get(String key) {
        return store.get(key);
    }

    @Override
    public void put(String key, byte[] row) {
        store.put(key, row);
    }

    @Override
    public void delete(String key) {
        store.delete(key);
    }

    @Override
    public void forEach(RowKind kind, BiConsumer<String, byte[]> consumer) {
        try (KeyValueIterator<String, byte[]> rows = store.range(kind.firstKey(), kind.lastKey())) {
            while (rows.hasNext()) {
                KeyValue<String, byte[]> row = rows.next();
                consumer.accept(row.key, row.value);
            }
        }
    }
}
