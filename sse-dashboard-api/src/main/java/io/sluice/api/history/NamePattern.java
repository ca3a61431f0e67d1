package io.sluice.api.history;

/** A name, or the start of names when it ends in {@code *}. */
public record NamePattern(String text, boolean isPrefix) {

    /**
     * A pattern as people write it.
     *
     * @throws IllegalArgumentException for a {@code *} anywhere but at the end
     */
    public static NamePattern parse(String text) {
        int star = text.indexOf('*');
        if (star >= 0 && star != text.length() - 1) {
            throw new IllegalArgumentException("* must be the last character");
        }
        return star < 0 ? new NamePattern(text, false) : new NamePattern(text.substring(0, star), true);
    }

    public boolean matches(String name) {
        return isPrefix ? name.startsWith(text) : name.equals(text);
    }
}
