package io.sluice.simulator.scenario;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The members of one map of the file, each by its rule. */
final class Values {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private final Node node;

    Values(Node node) {
        this.node = node;
    }

    @Nullable
    Node at(String key) {
        return node.at(key);
    }

    void fault(String rule) {
        node.fault(rule);
    }

    double number(String key, double min, double max, double fallback) {
        Node value = node.at(key);
        return value == null ? fallback : number(value, min, max, fallback);
    }

    static double number(Node value, double min, double max, double fallback) {
        if (!value.isNumber() || !(value.number() >= min && value.number() <= max)) {
            value.fault("must be a number from " + shown(min) + " to " + shown(max));
            return fallback;
        }
        return value.number();
    }

    int integer(String key, int min, int max, int fallback) {
        Node value = node.at(key);
        if (value == null) {
            return fallback;
        }
        if (!value.isNumber()
                || value.number() != Math.rint(value.number())
                || value.number() < min
                || value.number() > max) {
            value.fault("must be an integer from " + min + " to " + max);
            return fallback;
        }
        return (int) value.number();
    }

    boolean flag(String key, boolean fallback) {
        String shown = choice(key, List.of("true", "false"), Function.identity(), Boolean.toString(fallback));
        return Boolean.parseBoolean(shown);
    }

    String text(String key, Pattern rule, String meaning, String fallback) {
        Node value = node.at(key);
        if (value == null) {
            return fallback;
        }
        if (!value.isText() || !rule.matcher(value.text()).matches()) {
            value.fault("must be " + meaning);
            return fallback;
        }
        return value.text();
    }

    <T> T choice(String key, List<T> choices, Function<T, String> name, T fallback) {
        Node value = node.at(key);
        if (value == null) {
            return fallback;
        }
        for (T choice : choices) {
            if (name.apply(choice).equals(value.text())) {
                return choice;
            }
        }
        value.fault("must be one of " + choices.stream().map(name).collect(Collectors.joining(", ")));
        return fallback;
    }

    /** In milliseconds. */
    long duration(String key, long minMillis, long fallbackMillis) {
        Node value = node.at(key);
        return value == null ? fallbackMillis : duration(value, minMillis, fallbackMillis);
    }

    static long duration(Node value, long minMillis, long fallbackMillis) {
        Matcher matcher = DURATION.matcher(value.text());
        long millis = matcher.matches() ? Long.parseLong(matcher.group(1)) * unitMillis(matcher.group(2)) : -1;
        if (!value.isText() || millis < minMillis) {
            value.fault("must be a duration like 500ms, 30s, 5m or 1h, at least " + minMillis + "ms");
            return fallbackMillis;
        }
        return millis;
    }

    /** A duration that must be there. */
    long needed(String key, long minMillis) {
        if (!node.has(key)) {
            node.fault("must have " + key);
            return minMillis;
        }
        return duration(key, minMillis, minMillis);
    }

    @Nullable
    Node map(String key) {
        Node value = node.at(key);
        return value != null && value.requireMap() ? value : null;
    }

    Stream<Node> list(String key, String of) {
        Node value = node.at(key);
        if (value == null) {
            return Stream.empty();
        }
        if (!value.isList()) {
            value.fault("must be a list of " + of);
        }
        return value.isList() ? value.items().stream() : Stream.empty();
    }

    private static long unitMillis(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            default -> 3_600_000;
        };
    }

    private static String shown(double bound) {
        return bound == Math.rint(bound) && Math.abs(bound) < 1e15
                ? Long.toString((long) bound)
                : Double.toString(bound);
    }
}
