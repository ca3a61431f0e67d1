package io.sluice.api.devices;

import io.sluice.api.json.JsonBytes;
import io.sluice.model.identity.DeviceId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A device as ingest last saw it. Immutable. */
final class DeviceTwin {
    private static final long LEAST_SILENCE_MILLIS = 10_000;
    private static final int SILENT_CADENCES = 5;

    private final DeviceId device;
    private final long lastSeenMillis;
    private final long cadenceMillis;
    private final boolean isAlive;
    private final byte[] json;

    /**
     * @param isAlive false where the gateway has lost its client
     * @param json an object, without the closing brace; handed over
     */
    DeviceTwin(DeviceId device, long lastSeenMillis, long cadenceMillis, boolean isAlive, byte[] json) {
        this.device = device;
        this.lastSeenMillis = lastSeenMillis;
        this.cadenceMillis = cadenceMillis;
        this.isAlive = isAlive;
        this.json = json;
    }

    DeviceId device() {
        return device;
    }

    /** Lost by its gateway, or not heard of for longer than its own rhythm explains: offline. */
    boolean isOnline(long nowMillis) {
        return isAlive && nowMillis - lastSeenMillis <= Math.max(LEAST_SILENCE_MILLIS, SILENT_CADENCES * cadenceMillis);
    }

    void writeTo(JsonBytes out, long nowMillis) {
        byte[] online =
                (isOnline(nowMillis) ? ",\"online\":true}" : ",\"online\":false}").getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(json, json.length + online.length);
        System.arraycopy(online, 0, whole, json.length, online.length);
        out.raw(whole);
    }
}
