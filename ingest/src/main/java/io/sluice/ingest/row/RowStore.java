package io.sluice.ingest.row;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Keeps the rows of one partition. Used by one thread; the arrays are handed over, neither side changes them. */
public interface RowStore {
    byte @Nullable [] get(String key);

    void put(String key, byte[] row);

    void delete(String key);

    /** All rows of a kind, by key. The consumer must not change the store. */
    void forEach(RowKind kind, BiConsumer<String, byte[]> consumer);
}
