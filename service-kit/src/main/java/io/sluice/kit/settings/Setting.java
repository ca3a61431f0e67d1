package io.sluice.kit.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One setting, declared once as a constant: key, type, default, unit, bounds and meaning. Immutable.
 *
 * <pre>{@code
 * static final Setting<Integer> MQTT_PORT =
 *         Setting.integer("mqtt.port").between(0, 65535).defaultsTo(1883).meaning("MQTT listener").build();
 * }</pre>
 */
public final class Setting<T> {
    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9]*([.-][a-z0-9]+)*");

    private final String key;
    private final SettingType<T> type;
    private final @Nullable T defaultValue;
    private final SettingBounds<T> bounds;
    private final String unit;
    private final String meaning;
    private final boolean secret;

    private Setting(Builder<T> builder) {
        this.key = builder.key;
        this.type = builder.type;
        this.defaultValue = builder.defaultValue;
        this.bounds = builder.bounds;
        this.unit = builder.unit;
        this.meaning = builder.meaning;
        this.secret = builder.secret;
    }

    public static Builder<Integer> integer(String key) {
        return new Builder<>(key, SettingTypes.INTEGER);
    }

    public static Builder<Long> longNumber(String key) {
        return new Builder<>(key, SettingTypes.LONG);
    }

    public static Builder<Double> decimal(String key) {
        return new Builder<>(key, SettingTypes.DECIMAL);
    }

    public static Builder<String> text(String key) {
        return new Builder<>(key, SettingTypes.TEXT);
    }

    public static Builder<Boolean> flag(String key) {
        return new Builder<>(key, SettingTypes.FLAG);
    }

    /** Written {@code 250ms}, {@code 10s}, {@code 15m}, {@code 2h} or {@code 7d}. */
    public static Builder<Duration> duration(String key) {
        return new Builder<>(key, SettingTypes.DURATION);
    }

    /** Written {@code 4096}, {@code 64KiB}, {@code 16MiB} or {@code 1GiB}. */
    public static Builder<Long> bytes(String key) {
        return new Builder<>(key, SettingTypes.BYTES);
    }

    public static Builder<Path> path(String key) {
        return new Builder<>(key, SettingTypes.PATH);
    }

    /** A path whose file has to be there for those who use it ({@link Settings#load}). */
    public static Builder<Path> file(String key) {
        return new Builder<>(key, SettingTypes.FILE);
    }

    public static Builder<String> oneOf(String key, String... choices) {
        return new Builder<>(key, SettingTypes.oneOf(List.of(choices)));
    }

    public String key() {
        return key;
    }

    /** {@code SLUICE_} and the key in capitals, dots and dashes as underscores. */
    public String environmentName() {
        return Settings.ENVIRONMENT_PREFIX
                + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Null for an optional setting. */
    public @Nullable T defaultValue() {
        return defaultValue;
    }

    public String unit() {
        return unit;
    }

    public String meaning() {
        return meaning;
    }

    /** A secret's value never appears in a message. */
    public boolean secret() {
        return secret;
    }

    String typeName() {
        return type.name();
    }

    String defaultText() {
        return defaultValue == null ? "none" : type.formatter().apply(defaultValue);
    }

    String boundsText() {
        return type.name().equals("choice") ? type.rule() : bounds.rule();
    }

    /** The value, or null where the text breaks the rule. */
    public @Nullable T parse(String text) {
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

    @Override
    public String toString() {
        return key;
    }

    /** A setting has either a default or is optional; {@link #build} insists on one of them and on a meaning. */
    public static final class Builder<T> {
        private final String key;
        private final SettingType<T> type;
        private SettingBounds<T> bounds = SettingBounds.none();
        private @Nullable T defaultValue;
        private boolean optional;
        private boolean secret;
        private String unit = "";
        private String meaning = "";

        private Builder(String key, SettingType<T> type) {
            if (!KEY.matcher(key).matches()) {
                throw new IllegalArgumentException("a setting's key must match " + KEY + ", was " + key);
            }
            this.key = key;
            this.type = type;
        }

        public Builder<T> between(T min, T max) {
            this.bounds = SettingBounds.between(min, max, type);
            return this;
        }

        public Builder<T> atLeast(T min) {
            this.bounds = SettingBounds.atLeast(min, type);
            return this;
        }

        /** For text: the pattern that the whole value has to match. */
        public Builder<T> matching(String pattern) {
            this.bounds = SettingBounds.matching(Pattern.compile(pattern), type.formatter());
            return this;
        }

        public Builder<T> defaultsTo(T value) {
            this.defaultValue = value;
            return this;
        }

        public Builder<T> optional() {
            this.optional = true;
            return this;
        }

        public Builder<T> secret() {
            this.secret = true;
            return this;
        }

        public Builder<T> unit(String name) {
            this.unit = name;
            return this;
        }

        /** One line, for the reference. */
        public Builder<T> meaning(String line) {
            this.meaning = line;
            return this;
        }

        public Setting<T> build() {
            if (optional == (defaultValue != null)) {
                throw new IllegalStateException(key + " must have either a default or be optional");
            }
            if (meaning.isBlank()) {
                throw new IllegalStateException(key + " must have a meaning");
            }
            Setting<T> setting = new Setting<>(this);
            if (defaultValue != null) {
                setting.check(Objects.requireNonNull(defaultValue));
            }
            return setting;
        }
    }
}
