package io.sluice.kit.settings;

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
    private final SettingRule<T> rule;
    private final @Nullable T defaultValue;
    private final String unit;
    private final String meaning;

    private Setting(Builder<T> builder) {
        this.rule = builder.rule;
        this.defaultValue = builder.defaultValue;
        this.unit = builder.unit;
        this.meaning = builder.meaning;
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
        return rule.key();
    }

    /** {@code SLUICE_} and the key in capitals, dots and dashes as underscores. */
    public String environmentName() {
        return Settings.ENVIRONMENT_PREFIX
                + key().toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
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
        return rule.secret();
    }

    SettingRule<T> rule() {
        return rule;
    }

    String defaultText() {
        return defaultValue == null ? "none" : rule.type().formatter().apply(defaultValue);
    }

    /** The value, or null where the text breaks the rule. */
    public @Nullable T parse(String text) {
        return rule.parse(text);
    }

    @Override
    public String toString() {
        return rule.key();
    }

    /** A setting has either a default or is optional; {@link #build} insists on one of them and on a meaning. */
    public static final class Builder<T> {
        private SettingRule<T> rule;
        private @Nullable T defaultValue;
        private boolean optional;
        private String unit = "";
        private String meaning = "";

        private Builder(String key, SettingType<T> type) {
            this.rule = SettingRule.of(key, type);
        }

        public Builder<T> between(T min, T max) {
            this.rule = rule.within(SettingBounds.between(min, max, rule.type()));
            return this;
        }

        public Builder<T> atLeast(T min) {
            this.rule = rule.within(SettingBounds.atLeast(min, rule.type()));
            return this;
        }

        /** For text: the pattern that the whole value has to match. */
        public Builder<T> matching(String pattern) {
            this.rule = rule.within(
                    SettingBounds.matching(Pattern.compile(pattern), rule.type().formatter()));
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
            this.rule = rule.ofSecret();
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
                throw new IllegalStateException(rule.key() + " must have either a default or be optional");
            }
            if (meaning.isBlank()) {
                throw new IllegalStateException(rule.key() + " must have a meaning");
            }
            if (defaultValue != null) {
                rule.check(Objects.requireNonNull(defaultValue));
            }
            return new Setting<>(this);
        }
    }
}
