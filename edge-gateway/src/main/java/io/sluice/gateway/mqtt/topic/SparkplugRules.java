package io.sluice.gateway.mqtt.topic;

import io.sluice.gateway.access.Speaker;
import io.sluice.gateway.mqtt.topic.TopicRules.Owner;
import io.sluice.model.payload.sparkplug.SparkplugTopic;
import org.jspecify.annotations.Nullable;

/**
 * Whose a Sparkplug topic is. A node's devices are devices of their own, as everywhere: who speaks for {@code node}
 * does not speak for {@code node:device}.
 */
final class SparkplugRules {
    private static final int GROUP = 1;
    private static final int TYPE = 2;
    private static final int NODE = 3;
    private static final int DEVICE = 4;
    private static final String ANY = "+";

    private SparkplugRules() {}

    /** What breaks the rules of such topics is for the decoder to refuse. */
    static Owner ownerOf(String topic, @Nullable Speaker speaker) {
        SparkplugTopic parsed = SparkplugTopic.find(topic).orElse(null);
        if (parsed == null) {
            return Owner.GATE;
        }
        if (speaker != null
                && !speaker.speaksFor(parsed.speaker().site(), parsed.speaker().device())) {
            return Owner.FOREIGN;
        }
        return parsed.type().isCommand() ? Owner.BROKER : Owner.GATE;
    }

    /** Whether a filter lets through only commands, and so is for nodes. */
    static boolean isOfCommands(String[] levels) {
        return levels.length > NODE && (levels[TYPE].equals("NCMD") || levels[TYPE].equals("DCMD"));
    }

    /** Whether the speaker speaks for every node and device whose topics the filter lets through. */
    static boolean isCovered(String[] levels, Speaker speaker) {
        String group = TopicRules.levelOr(levels, GROUP);
        String type = TopicRules.levelOr(levels, TYPE);
        String node = TopicRules.levelOr(levels, NODE);
        if (node.equals(ANY)) {
            return speaker.speaksForAll(group, ANY);
        }
        String device = TopicRules.levelOr(levels, DEVICE);
        String devices = node + ":" + (device.equals(ANY) ? "*" : device); // covered by patterns that begin so
        return (type.startsWith("D") || speaker.speaksForAll(group, node))
                && (type.startsWith("N") || speaker.speaksForAll(group, devices));
    }
}
