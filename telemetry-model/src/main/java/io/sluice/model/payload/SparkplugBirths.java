package io.sluice.model.payload;

import io.sluice.model.identity.DeviceId;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
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

        final Map<DeviceId, SparkplugNames> names = new HashMap<>();
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
     * A node's death of another session than its last birth's is old news: its will, sent after it came back.
     *
     * @return whether it is news
     */
    synchronized boolean died(SparkplugTopic topic, @Nullable Long session) {
        Node node = nodes.get(topic.node());
        if (node == null) {
            return true;
        }
        if (!topic.type().isOfNode()) {
            SparkplugNames gone = node.names.remove(topic.speaker());
            add(node, gone == null ? 0 : -gone.bytes());
            return true;
        }
        boolean isNews = session == null || node.session == null || session.equals(node.session);
        if (isNews) {
            forget(topic.node());
        }
        return isNews;
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
