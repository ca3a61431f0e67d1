package io.sluice.model.payload.sparkplug;

import io.sluice.model.identity.DeviceId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The births we know, of nodes and their devices. In memory only, and bounded: beyond the bound the nodes that have
 * been silent for longest are forgotten, and asked for their births again when they speak. Thread-safe.
 */
final class SparkplugBirths {
    static final long MAX_BYTES = 64L << 20;

    private final long maxBytes;
    private final Map<DeviceId, Node> nodes = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** A node and its devices, itself among them. */
    private static final class Node {
        @Nullable
        Long session;

        final Map<DeviceId, SparkplugNames> names = new LinkedHashMap<>();
        long bytes;
    }

    SparkplugBirths(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** A node's birth is the end of what its devices said before; those say it again. */
    synchronized void born(SparkplugTopic topic, SparkplugNames names, @Nullable Long session) {
        if (topic.type().isOfNode()) {
            forget(topic.node());
        }
        Node node = nodes.computeIfAbsent(topic.node(), absent -> new Node());
        if (topic.type().isOfNode()) {
            node.session = session;
        }
        SparkplugNames before = node.names.put(topic.speaker(), names);
        add(node, names.bytes() - (before == null ? 0 : before.bytes()));
        shrink();
    }

    /**
     * A node takes the devices behind it with it. Its death of another session than its last birth's is old news: its
     * will, sent after it came back.
     *
     * @return whom the topic speaks of, and behind a node its devices in the order of their births; none where it is
     *     old news
     */
    synchronized List<DeviceId> died(SparkplugTopic topic, @Nullable Long session) {
        Node node = nodes.get(topic.node());
        if (node == null) {
            return List.of(topic.speaker());
        }
        if (!topic.type().isOfNode()) {
            SparkplugNames gone = node.names.remove(topic.speaker());
            add(node, gone == null ? 0 : -gone.bytes());
            return List.of(topic.speaker());
        }
        if (session != null && node.session != null && !session.equals(node.session)) {
            return List.of();
        }
        forget(topic.node());
        node.names.remove(topic.node());
        List<DeviceId> died = new ArrayList<>(node.names.size() + 1);
        died.add(topic.node());
        died.addAll(node.names.keySet());
        return died;
    }

    synchronized @Nullable SparkplugNames find(SparkplugTopic topic) {
        Node node = nodes.get(topic.node());
        return node == null ? null : node.names.get(topic.speaker());
    }

    private void forget(DeviceId id) {
        Node gone = nodes.remove(id);
        bytes -= gone == null ? 0 : gone.bytes;
    }

    private void add(Node node, long more) {
        node.bytes += more;
        bytes += more;
    }

    private void shrink() {
        Iterator<Node> eldest = nodes.values().iterator();
        while (bytes > maxBytes && eldest.hasNext()) {
            bytes -= eldest.next().bytes;
            eldest.remove();
        }
    }
}
