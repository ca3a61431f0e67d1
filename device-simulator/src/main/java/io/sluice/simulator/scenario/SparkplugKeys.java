package io.sluice.simulator.scenario;

import io.sluice.simulator.payload.PayloadFormat;
import java.util.List;
import java.util.regex.Pattern;

/** What a type must keep to that speaks Sparkplug B, and one that does not. */
final class SparkplugKeys {
    /** What Sparkplug has of its own, or has not. */
    private static final List<String> ELSEWHERE =
            List.of("compression", "batch", "session", "birth", "will", "hostile");

    private static final String BEHIND = "devices-per-node";
    private static final Pattern PREFIX = Pattern.compile("[^:]+(?::.+)?");
    private static final Pattern TAKEN = Pattern.compile("bdSeq|Node Control/.*|Device Control/.*");

    private SparkplugKeys() {}

    static void check(TypeSpec type, Node node) {
        Node behind = node.at(BEHIND);
        if (type.format() == PayloadFormat.SPARKPLUG) {
            checkNode(type, node);
        } else if (behind != null) {
            behind.fault("must not be there where format is not sparkplug");
        }
    }

    private static void checkNode(TypeSpec type, Node node) {
        for (String key : ELSEWHERE) {
            Node there = node.at(key);
            if (there != null) {
                there.fault("must not be there where format is sparkplug");
            }
        }
        Node qos = node.at("qos");
        if (qos != null && type.qos() == 2) {
            qos.fault("must be 0 or 1 where format is sparkplug");
        }
        Node prefix = node.at("prefix");
        if (node.has(BEHIND) && (prefix == null || type.prefix().indexOf(':') < 0)) {
            (prefix == null ? node : prefix).fault("must have a prefix like node:device where there is " + BEHIND);
        } else if (!PREFIX.matcher(type.prefix()).matches()) {
            (prefix == null ? node : prefix)
                    .fault("must have a prefix like node or node:device where format is sparkplug");
        }
    }

    static void checkMetric(String name, Node node) {
        if (TAKEN.matcher(name).matches()) {
            node.fault("must have a name that Sparkplug has no use of its own for");
        }
    }
}
