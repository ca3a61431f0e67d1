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
 * been silent for longest are forgotten, of large ones first so that a few cannot displace all others, and asked for
 * their births again when they speak. Thread-safe.
 */
final class SparkplugBirths {
    static final long MAX_BYTES = 64L << 20;

    /** A node is large that takes more than such a part; there may be 1,200 metrics in one. */
    private static final int PARTS = 256;

    private final long maxBytes;
    private final Map<DeviceId, Node> nodes = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;
    private int large;

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
        if (gone != null) {
            add(gone, -gone.bytes);
        }
    }

    private void add(Node node, long more) {
        boolean wasLarge = isLarge(node);
        node.bytes += more;
        bytes += more;
        large += (isLarge(node) ? 1 : 0) - (wasLarge ? 1 : 0);
    }

    private boolean isLarge(Node node) {
        return node.bytes > maxBytes / PARTS;
    }

    private void shrink() {
        if (large > 0) {
            shrink(true);
        }
        shrink(false);
    }

    private void shrink(boolean isOfLargeOnes) {
        Iterator<Node> eldest = nodes.values().iterator();
        while (bytes > maxBytes && eldest.hasNext()) {
            Node node = eldest.next();
            if (!isOfLargeOnes || isLarge(node)) {
                eldest.remove();
                add(node, -node.bytes);
            }
        }
    }
}
