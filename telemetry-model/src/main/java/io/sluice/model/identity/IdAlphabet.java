package io.sluice.model.identity;

/** What ids may be made of: {@code [A-Za-z0-9_.:-]}, so that they are safe in topics, keys, paths and logs. */
public final class IdAlphabet {
    public static final int MAX_ID_LENGTH = 64;
    public static final int MAX_EPOCH_LENGTH = 32;

    private IdAlphabet() {}

    /** Whether the text may be a site or a device. */
    public static boolean isId(String text) {
        return isWithin(text, MAX_ID_LENGTH);
    }

    /** Whether that part of a topic may be one. */
    public static boolean isId(String topic, int from, int to) {
        return isWithin(topic, from, to, MAX_ID_LENGTH);
    }

    /** Whether the text may be an epoch. */
    public static boolean isEpoch(String text) {
        return isWithin(text, MAX_EPOCH_LENGTH);
    }

    static void check(String thing, String text, int maxLength) {
        if (!isWithin(text, maxLength)) {
            throw new IllegalArgumentException(
                    thing + " must be 1 to " + maxLength + " characters of [A-Za-z0-9_.:-], was " + text);
        }
    }

    private static boolean isWithin(String text, int maxLength) {
        return isWithin(text, 0, text.length(), maxLength);
    }

    private static boolean isWithin(String text, int from, int to, int maxLength) {
        if (to <= from || to - from > maxLength) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (!isIdCharacter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIdCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '.'
                || c == ':'
                || c == '-';
    }
}
