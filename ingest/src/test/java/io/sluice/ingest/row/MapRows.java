package io.sluice.ingest.row;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Rows in a map, and how often they were asked for. */
public final class MapRows implements RowStore {
    private final TreeMap<String, byte[]> rows = new TreeMap<>();
    private int gets;
    private int puts;

    @Override
    public byte @Nullable [] get(String key) {
        gets++;
        return rows.get(key);
    }

    @Override
    public void put(String key, byte[] row) {
        puts++;
        rows.put(key, row);
    }

    @Override
    public void delete(String key) {
        rows.remove(key);
    }

    @Override
    public void forEach(RowKind kind, BiConsumer<String, byte[]> consumer) {
        Map.copyOf(rows.subMap(kind.firstKey(), true, kind.lastKey(), true)).forEach(consumer);
    }

    public long count(RowKind kind) {
        return rows.subMap(kind.firstKey(), true, kind.lastKey(), true).size();
    }

    /** Reads and writes since the last call. */
    public int takeAccesses() {
        int accesses = gets + puts;
        gets = 0;
        puts = 0;
        return accesses;
    }
}
