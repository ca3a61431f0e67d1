package io.sluice.gateway.access;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is known of those seen last; the one not seen for longest goes when there are too many. Not thread-safe. */
public final class RecentTable<V> {
    private final Map<String, V> held;

    public RecentTable(int capacity) {
        held = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > capacity;
            }
        };
    }

    /** Also makes it the one seen last. */
    public V of(String key, Supplier<V> fresh) {
        return held.computeIfAbsent(key, absent -> fresh.get());
    }

    @Nullable
    V find(String key) {
        return held.get(key);
    }

    int size() {
        return held.size();
    }
}
