package io.sluice.simulator.mqtt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What was sent at QoS 1 or 2 and has no final answer, by packet id, oldest first. For one thread. */
final class InFlight {
    private static final int MAX_PACKET_ID = Packets.SUBSCRIBE_ID - 1;

    private final Map<Integer, Publication> publications = new LinkedHashMap<>();
    /** What the broker has at QoS 2. */
    private final Set<Integer> received = new HashSet<>();

    /** What the broker has refused for now. */
    private final Set<Integer> postponed = new HashSet<>();

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

    /** It is to be sent again, and keeps its place until then. */
    void postpone(int packetId) {
        if (publications.containsKey(packetId)) {
            received.remove(packetId);
            postponed.add(packetId);
        }
    }

    /** What the broker has said nothing of, or only that it has it. */
    List<Publication> awaited() {
        return publications.entrySet().stream()
                .filter(each -> !postponed.contains(each.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    boolean all(Predicate<Publication> is) {
        return publications.values().stream().allMatch(is);
    }

    boolean isAnswerDue() {
        return publications.size() > postponed.size();
    }

    /** Null where nothing of that id is in flight. */
    @Nullable
    Publication remove(int packetId) {
        received.remove(packetId);
        postponed.remove(packetId);
        return publications.remove(packetId);
    }

    /** A session goes on: what has no answer goes again under its own packet id (MQTT 5, 4.4). */
    void writeAgain(PacketWriter writer) {
        publications.forEach((packetId, publication) -> {
            if (received.contains(packetId)) {
                writer.release(packetId);
            } else if (!postponed.contains(packetId)) {
                writer.publish(publication, packetId, true);
            }
        });
        writer.flush();
    }

    /** Nothing is in flight any more: no session goes on, or all of it is postponed. */
    List<Publication> takeAll() {
        List<Publication> all = new ArrayList<>(publications.values());
        publications.clear();
        received.clear();
        postponed.clear();
        return all;
    }
}
