package io.sluice.gateway.mqtt.gate;

import io.sluice.gateway.mqtt.packet.Protocol;
import java.util.OptionalInt;

/** What one session was answered of late, in a ring by packet id: clients count their ids up. Not thread-safe. */
final class RecentAnswers {
    private static final int KEPT = Protocol.RECEIVE_MAXIMUM;

    private final int[] ids = new int[KEPT];
    private final long[] hashes = new long[KEPT];
    private final byte[] reasons = new byte[KEPT];

    void add(int packetId, long contentHash, byte reason) {
        int slot = packetId % KEPT;
        ids[slot] = packetId;
        hashes[slot] = contentHash;
        reasons[slot] = reason;
    }

    boolean knows(int packetId) {
        return ids[packetId % KEPT] == packetId;
    }

    OptionalInt reason(int packetId, long contentHash) {
        int slot = packetId % KEPT;
        return knows(packetId) && hashes[slot] == contentHash ? OptionalInt.of(reasons[slot]) : OptionalInt.empty();
    }
}
