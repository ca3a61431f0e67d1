package io.sluice.api.devices;

import io.sluice.api.json.JsonBytes;
import io.sluice.model.identity.DeviceId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A device as ingest last saw it.
 *
 * @param json an object, without the closing brace
 */
record DeviceTwin(DeviceId device, long lastSeenMillis, long cadenceMillis, byte[] json) {
    private static final long LEAST_SILENCE_MILLIS = 10_000;
    private static final int SILENT_CADENCES = 5;

    /** Not heard of for longer than its own rhythm explains: offline. */
    boolean isOnline(long nowMillis) {
        return nowMillis - lastSeenMillis <= Math.max(LEAST_SILENCE_MILLIS, SILENT_CADENCES * cadenceMillis);
    }

    void writeTo(JsonBytes out, long nowMillis) {
        byte[] online =
                (isOnline(nowMillis) ? ",\"online\":true}" : ",\"online\":false}").getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(json, json.length + online.length);
        System.arraycopy(online, 0, whole, json.length, online.length);
        out.raw(whole);
    }
}
