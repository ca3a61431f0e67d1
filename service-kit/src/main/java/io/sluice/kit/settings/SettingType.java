package io.sluice.kit.settings;

import java.util.Comparator;
import java.util.function.Function;

/**
 * How values of one type are written: the rule in words ("an integer"), text to value, value to text.
 *
 * @param parser throws {@link IllegalArgumentException} for text that is no such value
 */
record SettingType<T>(
        String name, String rule, Function<String, T> parser, Function<T, String> formatter, Comparator<T> order) {

    static <T extends Comparable<? super T>> SettingType<T> of(
            String name, String rule, Function<String, T> parser, Function<T, String> formatter) {
        return new SettingType<>(name, rule, parser, formatter, Comparator.naturalOrder());
    }
}
