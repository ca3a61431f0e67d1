package io.sluice.api.query;

import io.sluice.api.history.NamePattern;
import io.sluice.api.history.SeriesFilter;
import io.sluice.api.history.SeriesQuery.Grouping;
import io.sluice.model.identity.IdAlphabet;
import io.sluice.model.rollup.Tier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A query string, parsed once at the door. A parameter without a value counts as absent; a list is separated by commas
 * or repeats the parameter. A metric whose name holds a comma is reached by the part before it and {@code *}.
 */
public final class Parameters {
    /** Each is tried against every series and every device, again and again as long as a stream lasts. */
    private static final int MAX_NAMES = 256;

    private static final int MAX_METRIC_LENGTH = 128;
    private static final String TIERS = "one of 1s, 10s, 1m, 1h";

    private final Map<String, List<String>> values;

    private Parameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * A query string whose names are known.
     *
     * @param query as it stands in the URL, null for none
     * @throws RequestFault for a parameter that is not known here
     */
    public static Parameters parse(@Nullable String query, String... known) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        if (query != null && !query.isEmpty()) {
            for (String pair : query.split("&", -1)) {
                if (pair.isEmpty()) {
                    continue;
                }
                int equals = pair.indexOf('=');
                String name = PercentCode.decode(equals < 0 ? pair : pair.substring(0, equals), true);
                String value = equals < 0 ? "" : PercentCode.decode(pair.substring(equals + 1), true);
                if (!Arrays.asList(known).contains(name)) {
                    throw RequestFault.unknownParameter(name, String.join(", ", known));
                }
                if (!value.isEmpty()) {
                    values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
                }
            }
        }
        return new Parameters(values);
    }

    public SeriesFilter filter() {
        return new SeriesFilter(
                patterns("site", Parameters::isIdPattern, "ids of [A-Za-z0-9_.:-], * only at the end"),
                patterns("device", Parameters::isIdPattern, "ids of [A-Za-z0-9_.:-], * only at the end"),
                patterns("metric", Parameters::isMetricPattern, "1 to 128 printable characters without # and +"));
    }

    private List<NamePattern> patterns(String name, Predicate<NamePattern> rule, String ruleText) {
        List<NamePattern> patterns = new ArrayList<>();
        for (String list : values.getOrDefault(name, List.of())) {
            for (String text : list.split(",", -1)) {
                patterns.add(pattern(name, text, rule, ruleText));
            }
        }
        if (patterns.size() > MAX_NAMES) {
            throw RequestFault.badValue(name, "at most " + MAX_NAMES + " names", Integer.toString(patterns.size()));
        }
        return patterns;
    }

    private static NamePattern pattern(String name, String text, Predicate<NamePattern> rule, String ruleText) {
        int star = text.indexOf('*');
        if (star >= 0 && star != text.length() - 1) {
            throw RequestFault.badValue(name, "without * except at the end", text);
        }
        NamePattern pattern = NamePattern.parse(text);
        if (!rule.test(pattern)) {
            throw RequestFault.badValue(name, ruleText, text);
        }
        return pattern;
    }

    private static boolean isIdPattern(NamePattern pattern) {
        return pattern.text().isEmpty() ? pattern.isPrefix() : IdAlphabet.isId(pattern.text());
    }

    private static boolean isMetricPattern(NamePattern pattern) {
        String text = pattern.text();
        return (pattern.isPrefix() || !text.isEmpty())
                && text.codePointCount(0, text.length()) <= MAX_METRIC_LENGTH
                && text.chars().noneMatch(c -> Character.isISOControl(c) || c == '#' || c == '+');
    }

    public Optional<Tier> tier() {
        return single("tier")
                .map(text -> Tier.fromLabel(text).orElseThrow(() -> RequestFault.badValue("tier", TIERS, text)));
    }

    public Grouping by() {
        return single("by")
                .map(text -> Arrays.stream(Grouping.values())
                        .filter(by -> by.name().toLowerCase(Locale.ROOT).equals(text))
                        .findFirst()
                        .orElseThrow(() -> RequestFault.badValue("by", "one of device, site, fleet", text)))
                .orElse(Grouping.DEVICE);
    }

    public OptionalLong time(String name, long nowMillis) {
        Optional<String> text = single(name);
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(TimeText.parse(name, text.get(), nowMillis));
    }

    public OptionalInt integer(String name, int min, int max) {
        Optional<String> text = single(name);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        String digits = text.get();
        if (digits.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(digits);
            if (number >= min && number <= max) {
                return OptionalInt.of(number);
            }
        }
        throw RequestFault.badValue(name, "a whole number from " + min + " to " + max, digits);
    }

    public int oneOf(String name, int usual, List<Integer> allowed) {
        Optional<String> text = single(name);
        return text.isEmpty()
                ? usual
                : allowed.stream()
                        .filter(number -> Integer.toString(number).equals(text.get()))
                        .findFirst()
                        .orElseThrow(() -> RequestFault.badValue(
                                name,
                                "one of "
                                        + String.join(
                                                ", ",
                                                allowed.stream()
                                                        .map(String::valueOf)
                                                        .toList()),
                                text.get()));
    }

    public String oneOf(String name, String usual, List<String> allowed) {
        String text = single(name).orElse(usual);
        if (!allowed.contains(text)) {
            throw RequestFault.badValue(name, "one of " + String.join(", ", allowed), text);
        }
        return text;
    }

    /** The value of a parameter that may stand once. */
    public Optional<String> single(String name) {
        List<String> all = values.getOrDefault(name, List.of());
        if (all.size() > 1) {
            throw RequestFault.badValue(name, "given once", String.join(" and ", all));
        }
        return all.stream().findFirst();
    }
}
