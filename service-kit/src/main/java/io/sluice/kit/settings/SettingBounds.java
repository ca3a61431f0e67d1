package io.sluice.kit.settings;

import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which values of its type a setting takes, and how that is said. */
record SettingBounds<T>(String rule, Predicate<T> test) {

    static <T> SettingBounds<T> none() {
        return new SettingBounds<>("", value -> true);
    }

    static <T> SettingBounds<T> between(T min, T max, SettingType<T> type) {
        String rule = "from " + type.formatter().apply(min) + " to "
                + type.formatter().apply(max);
        return new SettingBounds<>(
                rule,
                value -> type.order().compare(value, min) >= 0 && type.order().compare(value, max) <= 0);
    }

    static <T> SettingBounds<T> atLeast(T min, SettingType<T> type) {
        String rule = "of at least " + type.formatter().apply(min);
        return new SettingBounds<>(rule, value -> type.order().compare(value, min) >= 0);
    }

    static <T> SettingBounds<T> matching(Pattern pattern, Function<T, String> formatter) {
        return new SettingBounds<>(
                "matching " + pattern,
                value -> pattern.matcher(formatter.apply(value)).matches());
    }

    boolean accepts(T value) {
        return test.test(value);
    }
}
