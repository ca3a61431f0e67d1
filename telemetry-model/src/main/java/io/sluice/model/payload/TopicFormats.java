package io.sluice.model.payload;

import io.sluice.model.payload.rejection.Shown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In which format topics speak whose publishes name none: rules of an MQTT topic filter and a content type, of which
 * the first that matches decides. Immutable.
 */
public final class TopicFormats {
    public static final TopicFormats NONE = new TopicFormats(List.of());

    private final List<Rule> rules;

    private record Rule(List<String> filter, PayloadFormat format) {

        boolean matches(String[] topic) {
            for (int i = 0; i < filter.size(); i++) {
                String level = filter.get(i);
                if (level.equals("#")) {
                    return true; // of the level before it, too
                }
                if (i >= topic.length || !(level.equals("+") || level.equals(topic[i]))) {
                    return false;
                }
            }
            return topic.length == filter.size();
        }
    }

    private TopicFormats(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * @param text {@code filter=content-type}, several separated by commas; empty for none
     * @throws IllegalArgumentException with the {@link #faultsIn faults}, if any
     */
    public static TopicFormats parse(String text) {
        List<String> faults = new ArrayList<>();
        List<Rule> rules = rules(text, faults);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
        return new TopicFormats(rules);
    }

    /** What is wrong with each of the rules. */
    public static List<String> faultsIn(String text) {
        List<String> faults = new ArrayList<>();
        rules(text, faults);
        return faults;
    }

    private static List<Rule> rules(String text, List<String> faults) {
        List<Rule> rules = new ArrayList<>();
        for (String rule : text.isBlank() ? new String[0] : text.split(",", -1)) {
            int equals = rule.lastIndexOf('=');
            String filter = rule.substring(0, Math.max(equals, 0)).trim();
            PayloadFormat format =
                    PayloadFormat.ofContentType(rule.substring(equals + 1)).orElse(null);
            if (equals < 0) {
                faults.add("a format's rule must be filter=content-type, was " + Shown.text(rule));
                continue;
            }
            if (!isFilter(filter)) {
                faults.add("a format's filter must be an MQTT topic filter, was " + Shown.text(filter));
            }
            if (format == null) {
                faults.add("a format must be a content type of docs/payloads.md, was "
                        + Shown.text(rule.substring(equals + 1).trim()));
            } else {
                rules.add(new Rule(List.of(filter.split("/", -1)), format));
            }
        }
        return rules;
    }

    private static boolean isFilter(String filter) {
        String[] levels = filter.split("/", -1);
        return !filter.isEmpty()
                && Arrays.stream(levels)
                        .allMatch(level -> isWild(level) || !(level.contains("+") || level.contains("#")))
                && Arrays.stream(levels).limit(levels.length - 1).noneMatch("#"::equals);
    }

    private static boolean isWild(String level) {
        return level.equals("+") || level.equals("#");
    }

    @Nullable
    PayloadFormat of(String topic) {
        if (rules.isEmpty()) {
            return null;
        }
        String[] levels = topic.split("/", -1);
        return rules.stream()
                .filter(rule -> rule.matches(levels))
                .map(Rule::format)
                .findFirst()
                .orElse(null);
    }
}
