package io.sluice.model.payload;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The words that devices repeat in each message, names above all, as strings that are already there. As many slots as
 * it has, whatever is sent: the newest word of a slot stays. Thread-safe without a lock: a slot that was not seen
 * written costs a new string, and a string is safe to be seen by a race.
 */
final class KnownWords {
    private static final int SLOTS = 4096;

    private final @Nullable String[] slots = new String[SLOTS];

    /**
     * @param hash of the bytes, the same for the same bytes
     * @return null where they are no word: not 1 to 128 of printable ASCII without quote, backslash, # and +
     */
    @Nullable
    String at(byte[] bytes, int from, int end, int hash) {
        int slot = (hash ^ hash >>> 16) & SLOTS - 1;
        String known = slots[slot];
        if (known != null && isSame(known, bytes, from, end)) {
            return known;
        }
        if (!isWord(bytes, from, end)) {
            return null;
        }
        String word = new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
        slots[slot] = word;
        return word;
    }

    private static boolean isSame(String known, byte[] bytes, int from, int end) {
        if (known.length() != end - from) {
            return false;
        }
        for (int i = from; i < end; i++) {
            if (known.charAt(i - from) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWord(byte[] bytes, int from, int end) {
        if (end == from || end - from > MetricName.MAX_LENGTH) {
            return false;
        }
        for (int i = from; i < end; i++) {
            int c = bytes[i];
            if (c < ' ' || c == 0x7f || c == '\\' || c == '#' || c == '+') {
                return false;
            }
        }
        return true;
    }
}
