package io.sluice.gateway.mqtt.gate;

import io.sluice.gateway.mqtt.packet.Protocol;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The commands of QoS 2 of one session whose PUBREL has not come, so that they are handed on once, whatever becomes of
 * their connections; in memory, as all of commands is. Of more than MQTT 5 lets a client have open the oldest is
 * forgotten. Thread-safe.
 */
final class OpenCommands {
    private @Nullable Map<Integer, Long> contentHashes;

    /** Other content under an id is a new command: a client that lost its memory reuses ids. */
    synchronized boolean isOpen(int packetId, long contentHash) {
        return contentHashes != null && Long.valueOf(contentHash).equals(contentHashes.get(packetId));
    }

    synchronized void open(int packetId, long contentHash) {
        if (contentHashes == null) {
            contentHashes = new LinkedHashMap<>();
        }
        contentHashes.remove(packetId);
        contentHashes.put(packetId, contentHash);
        if (contentHashes.size() > Protocol.RECEIVE_MAXIMUM) {
            Iterator<Integer> eldest = contentHashes.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    /** @return whether it was open */
    synchronized boolean release(int packetId) {
        return contentHashes != null && contentHashes.remove(packetId) != null;
    }

    /** The client begins with its ids anew. */
    synchronized void clear() {
        contentHashes = null;
    }

    synchronized boolean isEmpty() {
        return contentHashes == null || contentHashes.isEmpty();
    }
}
