package io.sluice.simulator.scenario;

import io.sluice.simulator.signal.Noise;
import io.sluice.simulator.signal.Signal;
import io.sluice.simulator.signal.Signals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads signals: a number, the name of another one, or a map of one source and what is done to it, always in the order
 * range, lag, times, plus, min and max.
 */
final class SignalReader {
    static final double MAX = 1e12;

    /** Of one reading: signals that hang on signals twice over are as many as the powers of two. */
    private static final double MAX_STEPS = 10_000;

    private final SourceReader sources = new SourceReader(this);
    private final Map<String, Set<Node>> asked = new TreeMap<>();
    private @Nullable String reading;
    /** How many times each is asked for one value of another. */
    private final Map<String, Map<String, Integer>> uses = new TreeMap<>();

    private final Map<String, Node> named = new LinkedHashMap<>();

    /** A signal with a name, which others may use. */
    SignalSpec named(String name, Node node, boolean isMetric) {
        reading = name;
        named.put(name, node);
        return read(node, isMetric);
    }

    SignalSpec read(Node node) {
        return read(node, false);
    }

    private SignalSpec read(Node node, boolean isMetric) {
        if (node.isNumber()) {
            double value = Values.number(node, -MAX, MAX, 0);
            return device -> Signals.constant(value);
        }
        if (node.isText()) {
            return reference(node, 1);
        }
        if (!node.isMap()) {
            node.fault("must be a number, a name or a map");
            return device -> Signals.constant(0);
        }
        SignalSpec changed = changed(node, sources.read(node));
        if (isMetric) {
            List.of("decimals", "flag", "words").forEach(node::has);
        }
        node.allKnown();
        return changed;
    }

    /** @param times that it is asked for one value */
    SignalSpec reference(Node node, int times) {
        String name = node.text();
        asked.computeIfAbsent(name, n -> new java.util.LinkedHashSet<>()).add(node);
        uses.computeIfAbsent(String.valueOf(reading), n -> new TreeMap<>()).merge(name, times, Integer::sum);
        return device -> device.named(name);
    }

    private SignalSpec changed(Node node, SignalSpec source) {
        SignalSpec signal = source;
        Values values = new Values(node);
        Node lag = node.at("lag");
        if (lag != null) {
            SignalSpec before = signal;
            double seconds = Values.duration(lag, 1, 1) / 1000.0;
            signal = device -> before.on(device).lagged(seconds);
        }
        for (SignalSpec factor : operands(node, "times")) {
            SignalSpec before = signal;
            signal = device -> before.on(device).times(factor.on(device));
        }
        for (SignalSpec term : operands(node, "plus")) {
            SignalSpec before = signal;
            signal = device -> before.on(device).plus(term.on(device));
        }
        if (node.has("min") || node.has("max")) {
            double min = values.number("min", -MAX, MAX, Double.NEGATIVE_INFINITY);
            double max = values.number("max", -MAX, MAX, Double.POSITIVE_INFINITY);
            SignalSpec before = signal;
            signal = device -> before.on(device).within(min, max);
        }
        return signal;
    }

    private List<SignalSpec> operands(Node node, String key) {
        Node operands = node.at(key);
        List<SignalSpec> read = new ArrayList<>();
        if (operands != null) {
            (operands.isList() ? operands.items() : List.of(operands)).forEach(each -> read.add(read(each)));
        }
        return read;
    }

    /** What is random about the signal: its own, or shared by all with one {@code seed}. */
    static ToLongFunction<SignalSpec.Device> seed(Node node) {
        if (node.has("seed")) {
            int own = new Values(node).integer("seed", 0, 1_000_000, 0);
            return device -> device.seed() + own;
        }
        long own = node.path().hashCode();
        return device -> Noise.hash(device.seed(), own);
    }

    /** Whether every name that was used is one, none hangs on itself, and no reading takes for ever. */
    void check(Set<String> names) {
        boolean areSound = true;
        for (Map.Entry<String, Set<Node>> each : asked.entrySet()) {
            String name = each.getKey();
            boolean isKnown = names.contains(name);
            if (!isKnown || reaches(name, name, new TreeSet<>())) {
                String rule =
                        isKnown ? "must not hang on itself" : "must be a signal or metric of its type, one of " + names;
                each.getValue().forEach(node -> node.fault(rule));
                areSound = false;
            }
        }
        if (areSound) {
            checkSteps();
        }
    }

    private void checkSteps() {
        Map<String, Double> steps = new HashMap<>();
        named.forEach((name, node) -> {
            if (steps(name, steps) > MAX_STEPS) {
                node.fault("must take <= " + (long) MAX_STEPS + " steps with all that it hangs on");
            }
        });
    }

    private double steps(String name, Map<String, Double> known) {
        Double before = known.get(name);
        if (before != null) {
            return before;
        }
        double steps = 1;
        for (Map.Entry<String, Integer> used : uses.getOrDefault(name, Map.of()).entrySet()) {
            steps += used.getValue() * steps(used.getKey(), known);
        }
        known.put(name, steps);
        return steps;
    }

    private boolean reaches(String from, String to, Set<String> seen) {
        for (String next : uses.getOrDefault(from, Map.of()).keySet()) {
            if (next.equals(to) || (seen.add(next) && reaches(next, to, seen))) {
                return true;
            }
        }
        return false;
    }

    static Signal scaled(Signal signal, double from, double to, double low, double high) {
        double factor = (high - low) / (to - from);
        return t -> low + (signal.at(t) - from) * factor;
    }
}
