package io.sluice.simulator.oracle;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.Tier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The truth: all that a fleet said, and what it was answered. Thread-safe. */
public final class FleetHistory {
    private final Map<DeviceId, List<BootHistory>> boots = new LinkedHashMap<>();

    /** A device starts, under an epoch that it has not had before. */
    public synchronized BootHistory boot(DeviceId device, String epoch) {
        BootHistory boot = new BootHistory(device, epoch);
        boots.computeIfAbsent(device, key -> new ArrayList<>()).add(boot);
        return boot;
    }

    public synchronized List<DeviceId> devices() {
        return List.copyOf(boots.keySet());
    }

    public synchronized long count(Outcome outcome) {
        return boots.values().stream()
                .flatMap(Collection::stream)
                .mapToLong(boot -> boot.count(outcome))
                .sum();
    }

    synchronized Map<Long, Window> windows(DeviceId device, Tier tier) {
        return BootHistory.windows(boots.getOrDefault(device, List.of()), tier);
    }
}
