package io.sluice.gateway.spool;

import io.sluice.model.identity.DeviceId;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Instances of texts and devices seen of late, so that reading a record allocates neither anew. A fixed table without
 * chains: a newcomer takes its slot from whoever had it. Not thread-safe.
 */
final class TextPool {
    private static final int SLOTS = 1 << 14;

    private final @Nullable String[] texts = new String[SLOTS];
    private final @Nullable DeviceId[] devices = new DeviceId[SLOTS];

    String text(byte[] bytes, int offset, int length) {
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = hash * 31 + bytes[i];
        }
        int slot = slot(hash);
        String known = texts[slot];
        if (known != null && isSame(known, bytes, offset, length)) {
            return known;
        }
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        texts[slot] = text;
        return text;
    }

    DeviceId device(String site, String device) {
        int slot = slot(site.hashCode() * 31 + device.hashCode());
        DeviceId known = devices[slot];
        if (known != null && known.device().equals(device) && known.site().equals(site)) {
            return known;
        }
        DeviceId id = DeviceId.of(site, device);
        devices[slot] = id;
        return id;
    }

    private static int slot(int hash) {
        return (hash * 0x9e3779b9) >>> 18;
    }

    /** Only ASCII can be the same byte by byte; other text misses and is decoded. */
    private static boolean isSame(String text, byte[] bytes, int offset, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[offset + i] < 0 || text.charAt(i) != bytes[offset + i]) {
                return false;
            }
        }
        return true;
    }
}
