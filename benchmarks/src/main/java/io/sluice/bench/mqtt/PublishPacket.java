package io.sluice.bench.mqtt;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * One device's PUBLISH at QoS 1, encoded once: each copy differs in packet id and seq, which are written over. The
 * payload has 100 bytes and three readings. Not thread-safe.
 */
final class PublishPacket {
    static final int PAYLOAD_BYTES = 100;

    private static final int PUBLISH_QOS_1 = 0x32;
    private static final int FIRST_SEQ = 1_000_000_000;

    private final byte[] packet;
    private final int idAt;
    private final int seqEnd;
    private int packetId;

    PublishPacket(String device, long tsMillis) {
        byte[] topic = ("telemetry/" + device).getBytes(StandardCharsets.UTF_8);
        byte[] payload = payload(tsMillis).getBytes(StandardCharsets.UTF_8);
        int remaining = 2 + topic.length + 2 + payload.length;
        int header = remaining < 128 ? 2 : 3;
        packet = new byte[header + remaining];
        packet[0] = PUBLISH_QOS_1;
        packet[1] = (byte) (header == 2 ? remaining : remaining % 128 | 128);
        if (header == 3) {
            packet[2] = (byte) (remaining / 128);
        }
        packet[header + 1] = (byte) topic.length;
        System.arraycopy(topic, 0, packet, header + 2, topic.length);
        idAt = header + 2 + topic.length;
        System.arraycopy(payload, 0, packet, idAt + 2, payload.length);
        String seq = Integer.toString(FIRST_SEQ);
        seqEnd = idAt + 2 + payload(tsMillis).indexOf(seq) + seq.length();
    }

    static String payload(long tsMillis) {
        String shortest = "{\"ts\":" + tsMillis + ",\"epoch\":\"b1\",\"seq\":" + FIRST_SEQ
                + ",\"values\":{\"temp\":21.437,\"rpm\":1480,\"\":true}}";
        String metric = "moving-since-last-boot".substring(0, PAYLOAD_BYTES - shortest.length());
        return shortest.replace("\"\":", "\"" + metric + "\":");
    }

    int bytes() {
        return packet.length;
    }

    /** Appends the next one; its packet id. */
    int writeNext(ByteBuf out) {
        packetId = packetId == 0xffff ? 1 : packetId + 1;
        packet[idAt] = (byte) (packetId >> 8);
        packet[idAt + 1] = (byte) packetId;
        for (int at = seqEnd - 1; ++packet[at] > '9'; at--) {
            packet[at] = '0';
        }
        out.writeBytes(packet);
        return packetId;
    }
}
