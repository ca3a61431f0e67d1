package io.sluice.simulator.scenario;

import io.sluice.simulator.signal.Noise;
import io.sluice.simulator.signal.Signal;
import io.sluice.simulator.signal.Signals;
import java.util.List;
import java.util.function.ToLongFunction;

/** Reads what a signal begins with. */
final class SourceReader {
    private static final List<String> SOURCES =
            List.of("steady", "from", "sine", "daily", "walk", "steps", "counter", "on-off", "noise", "of", "recorded");
    private static final double MAX = SignalReader.MAX;
    private static final SignalSpec NOTHING = device -> Signals.constant(0);

    private final SignalReader signals;

    SourceReader(SignalReader signals) {
        this.signals = signals;
    }

    SignalSpec read(Node node) {
        List<String> there = SOURCES.stream().filter(node::has).toList();
        node.has("to");
        ToLongFunction<SignalSpec.Device> seed = SignalReader.seed(node);
        if (there.size() != 1) {
            node.fault("must have one of " + SOURCES + (there.isEmpty() ? "" : ", not " + there));
            return NOTHING;
        }
        String source = there.get(0);
        return switch (source) {
            case "steady" -> steady(node);
            case "from" -> drawn(node);
            case "noise" -> {
                double amplitude = new Values(node).number("noise", 0, MAX, 0);
                yield device -> Signals.jitter(seed.applyAsLong(device)).times(amplitude);
            }
            case "of" -> of(node);
            default -> {
                Node own = new Values(node).map(source);
                SignalSpec read = own == null ? NOTHING : withParameters(source, own, seed);
                if (own != null) {
                    own.allKnown();
                }
                yield ranged(node, source, read);
            }
        };
    }

    private static SignalSpec steady(Node node) {
        double value = new Values(node).number("steady", -MAX, MAX, 0);
        return device -> Signals.constant(value);
    }

    private SignalSpec of(Node node) {
        Node name = node.at("of");
        if (name == null || !name.isText()) {
            node.fault("must name another signal by of");
            return NOTHING;
        }
        return signals.reference(name, node.has("lag") ? Signal.LAG_SAMPLES : 1);
    }

    /** A number that differs from device to device. */
    private static SignalSpec drawn(Node node) {
        Values values = new Values(node);
        double from = values.number("from", -MAX, MAX, 0);
        double to = values.number("to", -MAX, MAX, from);
        long draw = node.has("seed")
                ? values.integer("seed", 0, 1_000_000, 0)
                : node.path().hashCode();
        return device -> Signals.constant(from + (to - from) * Noise.uniform(device.seed(), draw));
    }

    /** A number, or one drawn for the device. */
    private SignalSpec parameter(Node own, String key, double fallback) {
        Node parameter = own.at(key);
        if (parameter == null) {
            return device -> Signals.constant(fallback);
        }
        if (!parameter.isNumber() && !(parameter.isMap() && parameter.has("from"))) {
            parameter.fault("must be a number or {from, to}");
        }
        return signals.read(parameter);
    }

    private SignalSpec withParameters(String source, Node own, ToLongFunction<SignalSpec.Device> seed) {
        Values values = new Values(own);
        return switch (source) {
            case "sine" -> {
                double seconds = values.needed("period", 1) / 1000.0;
                SignalSpec phase = parameter(own, "phase", 0);
                yield device -> {
                    double begin = phase.on(device).at(0);
                    return t -> Math.sin(2 * Math.PI * (t / seconds + begin));
                };
            }
            case "daily" -> {
                double seconds = values.duration("day", 1_000, 24 * 3_600_000L) / 1000.0;
                SignalSpec lowest = parameter(own, "lowest", 0);
                yield device -> Signals.daily(seconds, lowest.on(device).at(0));
            }
            case "walk" -> {
                double seconds = values.needed("over", 1) / 1000.0;
                yield device -> Signals.wander(seed.applyAsLong(device), seconds);
            }
            case "on-off" -> {
                double seconds = values.needed("dwell", 1) / 1000.0;
                double share = values.number("share", 0, 1, 0.5);
                yield device -> Signals.onOff(seed.applyAsLong(device), seconds, share);
            }
            case "counter" -> {
                double seconds = values.duration("day", 1_000, 24 * 3_600_000L) / 1000.0;
                double perSecond = values.number("per-second", 0, MAX, 1);
                SignalSpec from = parameter(own, "from", 0);
                yield device -> Signals.counter(from.on(device).at(0), perSecond, seconds);
            }
            case "steps" -> steps(own, values);
            default -> RecordedSource.read(own, seed);
        };
    }

    private static SignalSpec steps(Node own, Values values) {
        double seconds = values.needed("every", 1) / 1000.0;
        double[] levels = values.list("values", "numbers")
                .mapToDouble(each -> Values.number(each, -MAX, MAX, 0))
                .toArray();
        if (levels.length == 0) {
            own.fault("must have values");
            return NOTHING;
        }
        return device -> Signals.steps(seconds, levels);
    }

    /** From where the source moves by itself to where it is to. */
    private static SignalSpec ranged(Node node, String source, SignalSpec read) {
        Node range = node.at("range");
        if (range == null) {
            return read;
        }
        boolean isSigned = source.equals("sine") || source.equals("walk");
        if (!isSigned && !source.equals("daily") && !source.equals("on-off")) {
            range.fault("must stand with sine, walk, daily or on-off only");
            return read;
        }
        List<Node> ends = range.isList() ? range.items() : List.of();
        if (ends.size() != 2 || !ends.stream().allMatch(Node::isNumber)) {
            range.fault("must be a list of two numbers, low and high");
            return read;
        }
        double low = Values.number(ends.get(0), -MAX, MAX, 0);
        double high = Values.number(ends.get(1), -MAX, MAX, 0);
        return device -> SignalReader.scaled(read.on(device), isSigned ? -1 : 0, 1, low, high);
    }
}
