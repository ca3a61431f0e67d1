package io.sluice.gateway.mqtt;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The publishes of one session that may come again: QoS 1 until and shortly after its PUBACK, QoS 2 until its PUBREL.
 * Thread-safe, since for a moment a client's old and new connection share it.
 */
final class DeliveryState {
    private static final int RECENT = Protocol.RECEIVE_MAXIMUM;

    /** Not one of Netty's int maps: ids that count up lie side by side there, and each removal walks the whole run. */
    private @Nullable Map<Integer, Answer> open;

    private @Nullable RecentAcks recent;

    /**
     * The earlier publish that this one repeats, null where it is a new one. Other content under an id that is still
     * open is new: a client that lost its memory reuses ids, and swallowing its reading would be a loss.
     */
    synchronized @Nullable Answer openRepeat(int packetId, Answer.Kind kind, long contentHash) {
        Answer earlier = open == null ? null : open.get(packetId);
        return earlier != null && earlier.kind == kind && earlier.contentHash == contentHash ? earlier : null;
    }

    /** What a QoS 1 publish was answered of late. */
    synchronized OptionalInt recentReason(int packetId, long contentHash) {
        return recent == null ? OptionalInt.empty() : recent.reason(packetId, contentHash);
    }

    synchronized void opened(Answer answer) {
        if (open == null) {
            open = new HashMap<>();
        }
        open.put(answer.packetId, answer);
    }

    /** QoS 1 is over, or QoS 2 was refused: the id is free. */
    synchronized void closed(Answer answer) {
        if (open != null && open.get(answer.packetId) == answer) {
            open.remove(answer.packetId);
        }
        if (answer.kind == Answer.Kind.PUBACK) {
            if (recent == null) {
                recent = new RecentAcks();
            }
            recent.add(answer);
        }
    }

    /** The QoS 2 publish that a PUBREL names, null where none is open. */
    synchronized @Nullable Answer openForRelease(int packetId) {
        Answer answer = open == null ? null : open.get(packetId);
        return answer != null && answer.kind == Answer.Kind.PUBREC ? answer : null;
    }

    synchronized boolean isEmpty() {
        return recent == null && (open == null || open.isEmpty());
    }

    /** A ring by packet id: clients count their ids up. */
    private static final class RecentAcks {
        private final int[] ids = new int[RECENT];
        private final long[] hashes = new long[RECENT];
        private final byte[] reasons = new byte[RECENT];

        void add(Answer answer) {
            int slot = answer.packetId % RECENT;
            ids[slot] = answer.packetId;
            hashes[slot] = answer.contentHash;
            reasons[slot] = answer.reason();
        }

        OptionalInt reason(int packetId, long contentHash) {
            int slot = packetId % RECENT;
            return ids[slot] == packetId && hashes[slot] == contentHash
                    ? OptionalInt.of(reasons[slot])
                    : OptionalInt.empty();
        }
    }
}
