package io.sluice.api.devices;

import io.sluice.api.history.SeriesFilter;
import io.sluice.api.json.JsonBytes;
import io.sluice.api.json.JsonParts;
import io.sluice.model.identity.DeviceId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All devices as last seen. A device that falls silent changes too, without a record. Thread-safe. */
public final class DeviceRegistry {
    private final Map<DeviceId, Entry> entries = new TreeMap<>();
    private final Map<String, DeviceId> byKey = new HashMap<>();
    private long change;

    private record Entry(DeviceTwin twin, boolean online, long change) {}

    /** False where the bytes are no device's. */
    public synchronized boolean apply(String key, byte[] json, long nowMillis) {
        Optional<DeviceTwin> twin = TwinParser.parse(json);
        twin.ifPresent(seen -> {
            byKey.put(key, seen.device());
            entries.put(seen.device(), new Entry(seen, seen.isOnline(nowMillis), ++change));
        });
        return twin.isPresent();
    }

    public synchronized void remove(String key) {
        DeviceId device = byKey.remove(key);
        if (device != null) {
            entries.remove(device);
        }
    }

    /** Notices who fell silent. */
    public synchronized void tick(long nowMillis) {
        entries.replaceAll((device, entry) -> entry.online() == entry.twin().isOnline(nowMillis)
                ? entry
                : new Entry(entry.twin(), !entry.online(), ++change));
    }

    /** Number of the latest change. */
    public synchronized long change() {
        return change;
    }

    public synchronized int size() {
        return entries.size();
    }

    public synchronized long online() {
        return entries.values().stream().filter(Entry::online).count();
    }

    /** All devices as they are now, in order. */
    public JsonParts list(SeriesFilter filter, long nowMillis) {
        return JsonParts.<DeviceTwin>endingInArray(
                json -> json.beginObject().name("devices").beginArray(),
                matching(filter).iterator(),
                (json, twin) -> twin.writeTo(json, nowMillis));
    }

    private synchronized List<DeviceTwin> matching(SeriesFilter filter) {
        return mayMatch(filter)
                .map(Entry::twin)
                .filter(twin -> filter.matches(twin.device()))
                .toList();
    }

    /** A stream asks once a second: for one device all the others must not be looked at. */
    private Stream<Entry> mayMatch(SeriesFilter filter) {
        Optional<DeviceId> only = filter.onlyDevice();
        return only.isPresent() ? Stream.ofNullable(entries.get(only.get())) : entries.values().stream();
    }

    /** The devices that changed after the given change, 0 for all, as elements of an open array. */
    public synchronized int writeChangedSince(long since, SeriesFilter filter, JsonBytes json, long nowMillis) {
        List<Entry> wanted = mayMatch(filter)
                .filter(entry ->
                        entry.change() > since && filter.matches(entry.twin().device()))
                .toList();
        wanted.forEach(entry -> entry.twin().writeTo(json, nowMillis));
        return wanted.size();
    }

    /** False where the device is not known; then nothing is written. */
    public synchronized boolean write(DeviceId device, JsonBytes json, long nowMillis) {
        Entry entry = entries.get(device);
        if (entry != null) {
            entry.twin().writeTo(json, nowMillis);
        }
        return entry != null;
    }
}
