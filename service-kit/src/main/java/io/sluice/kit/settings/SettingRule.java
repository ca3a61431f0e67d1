package io.sluice.kit.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which texts and values a setting takes, and how it is said of those that it does not take. */
record SettingRule<T>(String key, SettingType<T> type, SettingBounds<T> bounds, boolean secret) {
    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9]*([.-][a-z0-9]+)*");

    SettingRule {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("a setting's key must match " + KEY + ", was " + key);
        }
    }

    static <T> SettingRule<T> of(String key, SettingType<T> type) {
        return new SettingRule<>(key, type, SettingBounds.none(), false);
    }

    SettingRule<T> within(SettingBounds<T> others) {
        return new SettingRule<>(key, type, others, secret);
    }

    SettingRule<T> ofSecret() {
        return new SettingRule<>(key, type, bounds, true);
    }

    /** For the reference. */
    String boundsText() {
        return type.name().equals("choice") ? type.rule() : bounds.rule();
    }

    /** The value, or null where the text breaks the rule. */
    @Nullable
    T parse(String text) {
        try {
            T value = type.parser().apply(text);
            return text.isEmpty() || !bounds.accepts(value) ? null : value;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Whether the file that the value names can be read; true where it names none. */
    boolean isThere(Object value) {
        boolean namesFile = type.name().equals(SettingTypes.FILE.name());
        return !namesFile || (value instanceof Path path && Files.isReadable(path) && !Files.isDirectory(path));
    }

    /** @throws IllegalArgumentException for a value out of bounds */
    T check(T value) {
        if (!bounds.accepts(value)) {
            throw new IllegalArgumentException(fault(type.formatter().apply(value)));
        }
        return value;
    }

    /** Names the thing, the rule and the value. */
    String fault(String text) {
        String rule = bounds.rule().isEmpty() ? type.rule() : type.rule() + " " + bounds.rule();
        return key + " must be " + rule + ", was " + shown(text);
    }

    private String shown(String text) {
        if (secret) {
            return "a secret that is not shown";
        }
        return text.isEmpty() ? "empty" : printable(text);
    }

    /** Control characters would let a value forge further lines of a log. */
    static String printable(String text) {
        return text.codePoints()
                .collect(
                        StringBuilder::new,
                        (shown, c) -> shown.appendCodePoint(Character.isISOControl(c) ? '?' : c),
                        StringBuilder::append)
                .toString();
    }
}
