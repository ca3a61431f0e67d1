package io.sluice.api.devices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.JsonTree;
import io.sluice.api.history.NamePattern;
import io.sluice.api.history.SeriesFilter;
import io.sluice.api.json.JsonBytes;
import io.sluice.model.identity.DeviceId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceRegistryTest {
    private static final long T0 = 1_732_412_345_000L;

    private final DeviceRegistry devices = new DeviceRegistry();

    @Test
    void aDeviceIsPassedOnAsIngestWroteItWithItsLiveness() {
        String json = "{\"site\":\"plant-1\",\"device\":\"pump-7\",\"lastSeen\":" + T0
                + ",\"cadenceMillis\":1000,\"values\":{\"mode\":{\"value\":\"auto }\",\"ts\":1}}}";
        assertTrue(apply("plant-1/pump-7", json));
        assertEquals(json.substring(0, json.length() - 1) + ",\"online\":true}", one("plant-1", "pump-7", T0));
    }

    @Test
    void fiveCadencesOfSilenceButAtLeastTenSecondsAreOffline() {
        apply("a/fast", twin("a", "fast", 100));
        apply("a/slow", twin("a", "slow", 60_000));
        assertEquals(true, online("fast", T0 + 10_000));
        assertEquals(false, online("fast", T0 + 10_001));
        assertEquals(true, online("slow", T0 + 300_000));
        assertEquals(false, online("slow", T0 + 300_001));
    }

    @Test
    void aDeviceThatItsGatewayHasLostIsOffline() {
        String json = "{\"site\":\"a\",\"device\":\"dead\",\"lastSeen\":" + T0
                + ",\"alive\":false,\"diedAt\":1,\"cadenceMillis\":1000}";
        apply("a/dead", json);
        assertEquals(false, online("dead", T0));
    }

    @Test
    void fallingSilentIsAChange() {
        apply("a/b", twin("a", "b", 100));
        long change = devices.change();
        devices.tick(T0 + 10_000);
        assertEquals(change, devices.change());
        devices.tick(T0 + 10_001);
        assertEquals(change + 1, devices.change());
        assertEquals(0, devices.online());
    }

    @Test
    void changesAreThoseAfterTheNumberInOrderOfTheDevice() {
        apply("b/x", twin("b", "x", 1));
        apply("a/y", twin("a", "y", 1));
        long change = devices.change();
        apply("a/z", twin("a", "z", 1));
        apply("b/x", twin("b", "x", 1));
        assertEquals(List.of("z", "x"), changed(change, SeriesFilter.ALL));
        assertEquals(List.of("y", "z", "x"), changed(0, SeriesFilter.ALL));
        assertEquals(List.of("x"), changed(0, new SeriesFilter(List.of(NamePattern.parse("b")), List.of(), List.of())));
    }

    @Test
    void aDeviceThatIsNamedInFullIsToldLikeOneThatIsFound() {
        apply("a/x", twin("a", "x", 1));
        apply("a/xy", twin("a", "xy", 1));
        long change = devices.change();
        assertEquals(List.of("xy"), changed(0, named("a", "xy")));
        assertEquals(List.of(), changed(change, named("a", "xy")));
        assertEquals(List.of(), changed(0, named("b", "xy")));
        assertEquals(List.of("x", "xy"), changed(0, named("a", "x*")));
    }

    private static SeriesFilter named(String site, String device) {
        return new SeriesFilter(List.of(NamePattern.parse(site)), List.of(NamePattern.parse(device)), List.of());
    }

    @Test
    void aTombstoneTakesTheDeviceOut() {
        apply("a/b", twin("a", "b", 1));
        devices.remove("a/b");
        devices.remove("never/seen");
        assertEquals(0, devices.size());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"site\":\"a\"",
                "{\"site\":\"a\",\"device\":\"b\"} trailing",
                "{\"site\":\"a\",\"device\":\"b\",\"lastSeen\":\"soon\"}",
                "{\"site\":\"a/b\",\"device\":\"c\"}",
                "{\"device\":\"b\"}",
                "{\"site\":\"a\",\"device\":\"b\",\"values\":{]}}"
            })
    void whatIsNoDeviceIsRefused(String json) {
        assertFalse(apply("a/b", json));
        assertEquals(0, devices.size());
    }

    private boolean apply(String key, String json) {
        return devices.apply(key, json.getBytes(StandardCharsets.UTF_8), T0);
    }

    private static String twin(String site, String device, long cadence) {
        return "{\"site\":\"" + site + "\",\"device\":\"" + device + "\",\"lastSeen\":" + T0 + ",\"cadenceMillis\":"
                + cadence + "}";
    }

    private Object online(String device, long now) {
        return JsonTree.at(JsonTree.parse(one("a", device, now)), "online");
    }

    private String one(String site, String device, long now) {
        JsonBytes json = new JsonBytes();
        assertTrue(devices.write(DeviceId.of(site, device), json, now));
        return json.toString();
    }

    private List<Object> changed(long since, SeriesFilter filter) {
        JsonBytes json = new JsonBytes().beginArray();
        devices.writeChangedSince(since, filter, json, T0);
        List<Map<String, Object>> list =
                JsonTree.array(JsonTree.parse(json.endArray().toString()));
        return list.stream().map(device -> device.get("device")).toList();
    }
}
