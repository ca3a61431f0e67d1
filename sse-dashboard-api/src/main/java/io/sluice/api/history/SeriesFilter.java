package io.sluice.api.history;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.SeriesKey;
import java.util.List;
import java.util.Optional;

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

    /** The device that is named in full, where no other can match: to be looked up, not looked for. */
    public Optional<DeviceId> onlyDevice() {
        return isOneName(sites) && isOneName(devices)
                ? DeviceId.tryOf(sites.get(0).text(), devices.get(0).text())
                : Optional.empty();
    }

    private static boolean isOneName(List<NamePattern> patterns) {
        return patterns.size() == 1 && !patterns.get(0).isPrefix();
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
