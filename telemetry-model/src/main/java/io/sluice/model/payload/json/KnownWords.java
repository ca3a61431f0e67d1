package io.sluice.model.payload.json;

import io.sluice.model.payload.draft.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * The words that devices repeat in each message, names above all, as strings that are already there. As many slots as
 * it has, whatever is sent: the newest word of a slot stays. Thread-safe without a lock: a slot that was not seen
 * written costs a new string, and what is seen by a race has only final fields.
 */
final class KnownWords {
    private static final int SLOTS = 4096;
    private static final int SLOT_BITS = Integer.numberOfTrailingZeros(SLOTS);
    private static final int MAX_USUAL_READINGS = 32;
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private final @Nullable Known[] slots = new Known[SLOTS];

    /** How many readings a message had of late: room for as many is made at once. */
    private int usualReadings = 4;

    /** @param head, tail the first and second eight bytes, zeros where there are fewer */
    private record Known(long head, long tail, String text) {

        boolean is(JsonWord word) {
            return head == word.head() && tail == word.tail() && text.length() == word.length() && endsAs(word);
        }

        private boolean endsAs(JsonWord word) {
            for (int i = 2 * Long.BYTES; i < text.length(); i++) {
                if (text.charAt(i) != word.at(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Null where it is no word: not 1 to 128 of printable ASCII without quote, backslash, # and +. */
    @Nullable
    String of(JsonWord word) {
        long hash = (word.head() ^ Long.rotateLeft(word.tail(), 29) ^ word.length()) * MIX;
        int slot = (int) (hash >>> Long.SIZE - SLOT_BITS);
        Known known = slots[slot];
        if (known != null && known.is(word)) {
            return known.text();
        }
        if (!isWord(word)) {
            return null;
        }
        String text = word.text();
        slots[slot] = new Known(word.head(), word.tail(), text);
        return text;
    }

    private static boolean isWord(JsonWord word) {
        if (word.length() == 0 || word.length() > MetricName.MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            int c = word.at(i);
            if (c < ' ' || c == 0x7f || c == '\\' || c == '#' || c == '+') {
                return false;
            }
        }
        return true;
    }

    int usualReadings() {
        return usualReadings;
    }

    void had(int readings) {
        int usual = Math.min(readings, MAX_USUAL_READINGS); // one large message makes the next ones no dearer
        if (usual != usualReadings) {
            usualReadings = usual;
        }
    }
}
