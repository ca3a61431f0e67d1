package io.sluice.simulator.mqtt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was sent at QoS 1 or 2 and has no answer, by packet id, oldest first. For one thread. */
final class InFlight {
    private static final int MAX_PACKET_ID = 65_535;

    private final Map<Integer, Publication> publications = new LinkedHashMap<>();
    /** What the broker has at QoS 2. */
    private final Set<Integer> received = new HashSet<>();

    private int lastPacketId;

    int size() {
        return publications.size();
    }

    /** Under a packet id that is free. */
    int add(Publication publication) {
        do {
            lastPacketId = lastPacketId == MAX_PACKET_ID ? 1 : lastPacketId + 1;
        } while (publications.containsKey(lastPacketId));
        publications.put(lastPacketId, publication);
        return lastPacketId;
    }

    void received(int packetId) {
        if (publications.containsKey(packetId)) {
            received.add(packetId);
        }
    }

    /** Null where nothing of that id is in flight. */
    @Nullable
    Publication remove(int packetId) {
        received.remove(packetId);
        return publications.remove(packetId);
    }

    /** A session goes on: all of it goes again under its own packet id (MQTT 5, 4.4). */
    void writeAgain(MqttConnection connection) {
        publications.forEach((packetId, publication) -> {
            if (received.contains(packetId)) {
                connection.release(packetId);
            } else {
                connection.write(publication, packetId, true);
            }
        });
        connection.flush();
    }

    /** No session goes on: nothing is in flight any more. */
    List<Publication> takeAll() {
        List<Publication> all = new ArrayList<>(publications.values());
        publications.clear();
        received.clear();
        return all;
    }
}
