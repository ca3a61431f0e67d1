package io.sluice.simulator.scenario;

import io.sluice.simulator.payload.Compression;
import io.sluice.simulator.payload.PayloadFormat;
import io.sluice.simulator.scenario.TypeSpec.Hostility;
import io.sluice.simulator.scenario.TypeSpec.MetricSpec;
import io.sluice.simulator.scenario.TypeSpec.Sensors;
import io.sluice.simulator.scenario.TypeSpec.Skew;
import io.sluice.simulator.scenario.TypeSpec.WhenFull;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads one type of device. */
final class TypeReader {
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_.:-]{1,48}");
    private static final Pattern METRIC = Pattern.compile("[^#+\\p{Cntrl}]{1,128}");
    private static final Pattern SENML_METRIC = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:./_-]*");
    private static final int MAX_DEVICES_PER_NODE = 1_000;
    private static final int MAX_METRICS = 1_000;
    private static final int MAX_SIGNALS = 1_000;
    private static final int MAX_SESSION_DAYS = 366;
    private static final long DAY_MILLIS = 24 * 3_600_000L;

    private TypeReader() {}

    static TypeSpec read(String key, Node node) {
        Values values = new Values(node);
        PayloadFormat format =
                values.choice("format", List.of(PayloadFormat.values()), PayloadFormat::key, PayloadFormat.JSON);
        TypeSpec type = new TypeSpec(
                values.text("prefix", PREFIX, "1 to 48 of [A-Za-z0-9_.:-]", key),
                format,
                values.choice("compression", List.of(Compression.values()), TypeReader::lower, Compression.NONE),
                values.integer("qos", 0, 2, 1),
                values.duration("every", 1, 1_000),
                values.number("jitter", 0, 1, 0),
                values.integer("batch", 1, 1_000, 1),
                values.integer("buffer", 1, 1_000_000, 600),
                values.choice("when-full", List.of(WhenFull.values()), TypeReader::lower, WhenFull.DROP),
                sessionSeconds(values),
                clock(values),
                spells(values, "away"),
                spells(values, "silent"),
                new Spells(values.duration("reboot-every", 1_000, 0), 0),
                values.flag("birth", false),
                values.flag("will", false),
                values.integer("devices-per-node", 1, MAX_DEVICES_PER_NODE, 1),
                hostility(values),
                sensors(values, format));
        if (!node.has("prefix") && !PREFIX.matcher(key).matches()) {
            node.fault("must have a prefix of 1 to 48 of [A-Za-z0-9_.:-], since its name is none");
        }
        SparkplugKeys.check(type, node);
        node.allKnown();
        return type;
    }

    static <E extends Enum<E>> String lower(E value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** MQTT counts it in seconds. */
    private static int sessionSeconds(Values values) {
        Node session = values.at("session");
        long millis = values.duration("session", 0, 0);
        if (session != null && (millis % 1_000 != 0 || millis > DAY_MILLIS * MAX_SESSION_DAYS)) {
            session.fault("must be whole seconds, at most " + MAX_SESSION_DAYS * 24 + "h");
        }
        return (int) (millis / 1_000);
    }

    private static Skew clock(Values values) {
        Node clock = values.map("clock");
        if (clock == null) {
            return Skew.NONE;
        }
        Values own = new Values(clock);
        Skew skew = new Skew(own.duration("skew", 0, 0), own.number("drift-ppm", 0, 100_000, 0));
        clock.allKnown();
        return skew;
    }

    private static Spells spells(Values values, String key) {
        Node spells = values.map(key);
        if (spells == null) {
            return Spells.NONE;
        }
        Values own = new Values(spells);
        long every = own.needed("every", 1_000);
        long length = own.needed("for", 1);
        if (length > every) {
            spells.fault("must have for <= every");
            length = every;
        }
        spells.allKnown();
        return new Spells(every, length);
    }

    private static Hostility hostility(Values values) {
        Node hostile = values.map("hostile");
        if (hostile == null) {
            return Hostility.NONE;
        }
        Values own = new Values(hostile);
        List<HostileKind> kinds = new ArrayList<>();
        own.list("kinds", "kinds").forEach(each -> {
            int before = kinds.size();
            List.of(HostileKind.values()).stream()
                    .filter(kind -> kind.key().equals(each.text()))
                    .forEach(kinds::add);
            if (kinds.size() == before) {
                each.fault("must be one of "
                        + List.of(HostileKind.values()).stream()
                                .map(HostileKind::key)
                                .toList());
            }
        });
        double share = own.number("share", 0, 1, 0.1);
        hostile.allKnown();
        return new Hostility(share, kinds.isEmpty() ? List.of(HostileKind.values()) : kinds);
    }

    private static Sensors sensors(Values values, PayloadFormat format) {
        SignalReader reader = new SignalReader();
        Map<String, SignalSpec> signals = new LinkedHashMap<>();
        Node own = values.map("signals");
        if (own != null && own.entries().size() > MAX_SIGNALS) {
            own.fault("must have <= " + MAX_SIGNALS + " signals");
        } else if (own != null) {
            own.entries().forEach((name, node) -> signals.put(name, reader.named(name, node, false)));
        }
        List<MetricSpec> metrics = new ArrayList<>();
        Node measured = values.map("metrics");
        if (measured == null
                || measured.entries().isEmpty()
                || measured.entries().size() > MAX_METRICS) {
            values.fault("must have from 1 to " + MAX_METRICS + " metrics");
            return new Sensors(signals, metrics);
        }
        measured.entries().forEach((name, node) -> {
            if (signals.put(name, reader.named(name, node, true)) != null) {
                node.fault("must have a name that no signal has");
            }
            checkName(name, node, format);
            metrics.add(metric(name, node));
        });
        reader.check(signals.keySet());
        return new Sensors(signals, metrics);
    }

    private static void checkName(String name, Node node, PayloadFormat format) {
        if (!METRIC.matcher(name).matches()) {
            node.fault("must have a name of 1 to 128 printable characters without # and +");
        }
        boolean isSenml = format == PayloadFormat.SENML_JSON || format == PayloadFormat.SENML_CBOR;
        if (isSenml && !SENML_METRIC.matcher(name).matches()) {
            node.fault("must have a name of [A-Za-z0-9:./_-] in SenML");
        }
        if (format == PayloadFormat.SPARKPLUG) {
            SparkplugKeys.checkMetric(name, node);
        }
    }

    private static MetricSpec metric(String name, Node node) {
        if (!node.isMap()) {
            return new MetricSpec(name, 2, false, List.of());
        }
        Values values = new Values(node);
        List<String> words = values.list("words", "texts").map(Node::text).toList();
        return new MetricSpec(name, values.integer("decimals", 0, 15, 2), values.flag("flag", false), words);
    }
}
