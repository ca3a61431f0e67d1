package io.sluice.model.payload.rejection;

import java.util.Locale;

/** Foreign text made fit for logs, headers and reason strings: short, and without characters that act. */
public final class Shown {
    private static final int MAX_LENGTH = 64;

    private Shown() {}

    /** In single quotes, control and unpaired characters as backslash-u escapes, cut after 64 characters. */
    public static String text(String text) {
        StringBuilder shown = new StringBuilder("'");
        int end = Math.min(text.length(), MAX_LENGTH);
        for (int i = 0; i < end; ) {
            int c = text.codePointAt(i);
            append(shown, c);
            i += Character.charCount(c);
        }
        return shown.append(text.length() > MAX_LENGTH ? "…'" : "'").toString();
    }

    private static void append(StringBuilder shown, int c) {
        if (isPrintable(c)) {
            shown.appendCodePoint(c);
        } else {
            shown.append(String.format(Locale.ROOT, "\\u%04x", c));
        }
    }

    public static boolean isPrintable(int codePoint) {
        if (codePoint < 0x7f) {
            return codePoint >= ' ';
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
