package io.sluice.gateway.mqtt.topic;

import java.util.HashSet;
import java.util.Set;

/** The filters that one connection has subscribed to, so many at most: the broker keeps each of them in memory. */
public final class HeldFilters {
    public static final int MAXIMUM = 1_024;

    private final Set<String> filters = new HashSet<>();

    /** Whether there is room for it; one that is there already takes none. */
    public boolean take(String filter) {
        return filters.contains(filter) || (filters.size() < MAXIMUM && filters.add(filter));
    }

    public void leave(String filter) {
        filters.remove(filter);
    }
}
