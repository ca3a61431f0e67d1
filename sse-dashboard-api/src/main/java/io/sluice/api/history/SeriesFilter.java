package io.sluice.api.history;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.SeriesKey;
import java.util.List;

/** Which series: patterns of one key are alternatives, the keys hold together, an empty list matches all. */
public record SeriesFilter(List<NamePattern> sites, List<NamePattern> devices, List<NamePattern> metrics) {
    public static final SeriesFilter ALL = new SeriesFilter(List.of(), List.of(), List.of());

    public SeriesFilter {
        sites = List.copyOf(sites);
        devices = List.copyOf(devices);
        metrics = List.copyOf(metrics);
    }

    public boolean matches(SeriesKey series) {
        return matches(series.device()) && matches(metrics, series.metric());
    }

    public boolean matches(DeviceId device) {
        return matches(sites, device.site()) && matches(devices, device.device());
    }

    public boolean matchesAllDevices() {
        return sites.isEmpty() && devices.isEmpty();
    }

    private static boolean matches(List<NamePattern> patterns, String name) {
        if (patterns.isEmpty()) {
            return true;
        }
        for (NamePattern pattern : patterns) {
            if (pattern.matches(name)) {
                return true;
            }
        }
        return false;
    }
}
