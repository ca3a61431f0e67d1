package io.sluice.model.payload.sparkplug;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.IdAlphabet;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.rejection.Shown;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code spBv1.0/{group}/{type}/{node}[/{device}]}. The group is our site; our device is the node, or
 * {@code node:device}. So that these stay apart, a node's id has no colon.
 *
 * @param node as a device of ours
 * @param speaker whom the topic speaks of: the node, or one of its devices
 */
public record SparkplugTopic(Type type, DeviceId node, DeviceId speaker) {
    public static final String ROOT = "spBv1.0";

    private static final String RULE = "topic must be spBv1.0/{group}/N{type}/{node} or"
            + " spBv1.0/{group}/D{type}/{node}/{device}, type being BIRTH, DATA, DEATH or CMD";

    /** Of a node (N) or of one of its devices (D). */
    public enum Type {
        NBIRTH,
        NDATA,
        NDEATH,
        NCMD,
        DBIRTH,
        DDATA,
        DDEATH,
        DCMD;

        public boolean isCommand() {
            return this == NCMD || this == DCMD;
        }

        boolean isBirth() {
            return this == NBIRTH || this == DBIRTH;
        }

        public boolean isDeath() {
            return this == NDEATH || this == DDEATH;
        }

        boolean isOfNode() {
            return ordinal() < DBIRTH.ordinal();
        }

        static @Nullable Type of(String level) {
            for (Type type : values()) {
                if (type.name().equals(level)) {
                    return type;
                }
            }
            return null;
        }
    }

    public static boolean isOne(String topic) {
        return topic.startsWith(ROOT) && topic.length() > ROOT.length() && topic.charAt(ROOT.length()) == '/';
    }

    /** Empty where it breaks a rule. */
    public static Optional<SparkplugTopic> find(String topic) {
        try {
            return Optional.of(parse(topic));
        } catch (RejectionException e) {
            return Optional.empty();
        }
    }

    /** @throws RejectionException TOPIC_INVALID */
    public static SparkplugTopic parse(String topic) {
        String[] levels = topic.split("/", -1);
        Type type = levels.length < 3 ? null : Type.of(levels[2]);
        if (type == null || levels.length != (type.isOfNode() ? 4 : 5) || !levels[0].equals(ROOT)) {
            throw invalid(RULE, topic);
        }
        checkId("group", levels[1]);
        checkId("node", levels[3]);
        if (levels[3].indexOf(':') >= 0) {
            throw invalid("node must have no colon, which stands between node and device", levels[3]);
        }
        DeviceId node = DeviceId.of(levels[1], levels[3]);
        if (type.isOfNode()) {
            return new SparkplugTopic(type, node, node);
        }
        checkId("device", levels[4]);
        String device = levels[3] + ":" + levels[4];
        checkId("node:device", device);
        return new SparkplugTopic(type, node, DeviceId.of(levels[1], device));
    }

    /** Where a node looks for commands to itself. */
    public static String commandTopic(DeviceId node) {
        return name(Type.NCMD, node);
    }

    /** @param speaker a node or, as {@code node:device}, one of its devices, as the type demands */
    public static String name(Type type, DeviceId speaker) {
        return ROOT + "/" + speaker.site() + "/" + type + "/" + speaker.device().replaceFirst(":", "/");
    }

    /** The node that a device of ours is, or is behind. */
    public static DeviceId nodeOf(DeviceId speaker) {
        int colon = speaker.device().indexOf(':');
        return colon < 0
                ? speaker
                : DeviceId.of(speaker.site(), speaker.device().substring(0, colon));
    }

    private static void checkId(String thing, String id) {
        if (!IdAlphabet.isId(id)) {
            throw invalid(thing + " must be 1 to 64 characters of [A-Za-z0-9_.:-]", id);
        }
    }

    private static RejectionException invalid(String rule, String value) {
        return new RejectionException(RejectReason.TOPIC_INVALID, rule + ", was " + Shown.text(value));
    }
}
