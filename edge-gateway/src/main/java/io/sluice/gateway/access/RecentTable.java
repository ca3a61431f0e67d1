package io.sluice.gateway.access;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is known of those seen last; the one not seen for longest goes when there are too many. Not thread-safe. */
public final class RecentTable<K, V> {
    private final Map<K, V> held;

    public RecentTable(int capacity) {
        held = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > capacity;
            }
        };
    }

    /** Also makes it the one seen last. */
    public V of(K key, Supplier<V> fresh) {
        return held.computeIfAbsent(key, absent -> fresh.get());
    }

    @Nullable
    V find(K key) {
        return held.get(key);
    }

    int size() {
        return held.size();
    }
}
