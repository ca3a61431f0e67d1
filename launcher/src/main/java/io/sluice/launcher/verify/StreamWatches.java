package io.sluice.launcher.verify;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.Tier;
import io.sluice.simulator.oracle.Finding;
import io.sluice.simulator.oracle.FleetHistory;
import io.sluice.simulator.oracle.ObservedWindow;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A viewer of each tier's stream. */
final class StreamWatches implements AutoCloseable {
    private final Map<Tier, StreamWatch> watches = new EnumMap<>(Tier.class);

    StreamWatches(String url, PublicWindows history, FleetHistory truth, InstantSource clock) {
        for (Tier tier : Tier.values()) {
            watches.put(tier, new StreamWatch(url, tier, history, truth, clock));
        }
    }

    StreamWatch of(Tier tier) {
        return Objects.requireNonNull(watches.get(tier));
    }

    /** Those that are not there yet come now, and must lose nothing between history and stream. */
    void startAll() {
        watches.values().forEach(StreamWatch::start);
    }

    int resets() {
        return watches.values().stream().mapToInt(StreamWatch::resets).sum();
    }

    /** See {@link StreamWatch#compare}. */
    List<Finding> compare(DeviceId device, Tier tier, Map<String, Map<Long, ObservedWindow>> told, long endedMillis) {
        return of(tier).compare(device, told, endedMillis);
    }

    /** See {@link StreamWatch#compareAll}. */
    List<Finding> compareAll() {
        List<Finding> findings = new ArrayList<>();
        watches.values().forEach(watch -> findings.addAll(watch.compareAll()));
        return findings;
    }

    @Override
    public void close() {
        watches.values().forEach(StreamWatch::close);
    }
}
