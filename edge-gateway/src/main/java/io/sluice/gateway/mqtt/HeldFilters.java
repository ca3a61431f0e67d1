package io.sluice.gateway.mqtt;

import java.util.HashSet;
import java.util.Set;

/** The filters that one connection has subscribed to, so many at most: the broker keeps each of them in memory. */
final class HeldFilters {
    static final int MAXIMUM = 1_024;

    private final Set<String> filters = new HashSet<>();

    /** Whether there is room for it; one that is there already takes none. */
    boolean take(String filter) {
        return filters.contains(filter) || (filters.size() < MAXIMUM && filters.add(filter));
    }

    void leave(String filter) {
        filters.remove(filter);
    }
}
