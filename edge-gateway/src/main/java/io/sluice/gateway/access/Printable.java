package io.sluice.gateway.access;

/** Text of strangers for messages and logs: short, and without what could forge further lines. */
public final class Printable {
    private static final int MAX_SHOWN = 100;

    private Printable() {}

    public static String text(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(MAX_SHOWN).forEach(c -> {
            if (Character.isISOControl(c) || !Character.isDefined(c) || Character.getType(c) == Character.FORMAT) {
                shown.append(String.format("\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return text.codePointCount(0, text.length()) > MAX_SHOWN ? shown + "…" : shown.toString();
    }
}
