package io.sluice.launcher.verify;

import io.sluice.model.identity.DeviceId;
import io.sluice.simulator.oracle.ObservedWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The windows of a tier as a viewer holds them: each in its highest revision. Thread-safe. */
final class HeldWindows {
    private record Key(String metric, long start) {}

    /** @param held null for a window that is not held; {@code told} likewise */
    record Difference(
            String metric,
            long start,
            @Nullable ObservedWindow held,
            @Nullable ObservedWindow told) {}

    private final Map<DeviceId, Map<Key, ObservedWindow>> held = new HashMap<>();

    /** What was told first of a revision of which something else was told afterwards. */
    private final Map<DeviceId, Map<Key, ObservedWindow>> contradicted = new HashMap<>();

    synchronized void hold(DeviceId device, String metric, long start, ObservedWindow window) {
        Key key = new Key(metric, start);
        Map<Key, ObservedWindow> windows = held.computeIfAbsent(device, d -> new HashMap<>());
        ObservedWindow before = windows.get(key);
        if (before == null || window.revision() > before.revision()) {
            windows.put(key, window);
        } else if (window.revision() == before.revision() && !window.equals(before)) {
            contradicted.computeIfAbsent(device, d -> new HashMap<>()).putIfAbsent(key, before);
            windows.put(key, window);
        }
    }

    /** Windows of the device of which one revision was told as two: what was told first, and last. */
    synchronized List<Difference> contradictions(DeviceId device) {
        Map<Key, ObservedWindow> ours = held.getOrDefault(device, Map.of());
        return contradicted.getOrDefault(device, Map.of()).entrySet().stream()
                .map(each -> new Difference(
                        each.getKey().metric(), each.getKey().start(), each.getValue(), ours.get(each.getKey())))
                .toList();
    }

    /** @param told the device's windows, by metric and start */
    void hold(DeviceId device, Map<String, Map<Long, ObservedWindow>> told) {
        told.forEach((metric, series) -> series.forEach((start, window) -> hold(device, metric, start, window)));
    }

    synchronized Set<DeviceId> devices() {
        return Set.copyOf(held.keySet());
    }

    /** Where what is held of a device and what is told differ, either way. */
    synchronized List<Difference> compare(DeviceId device, Map<String, Map<Long, ObservedWindow>> told) {
        Map<Key, ObservedWindow> others = new HashMap<>();
        told.forEach((metric, series) -> series.forEach((start, window) -> others.put(new Key(metric, start), window)));
        Map<Key, ObservedWindow> ours = held.getOrDefault(device, Map.of());
        Set<Key> all = new HashSet<>(others.keySet());
        all.addAll(ours.keySet());
        List<Difference> differences = new ArrayList<>();
        for (Key key : all) {
            if (!Objects.equals(ours.get(key), others.get(key))) {
                differences.add(new Difference(key.metric(), key.start(), ours.get(key), others.get(key)));
            }
        }
        return differences;
    }
}
