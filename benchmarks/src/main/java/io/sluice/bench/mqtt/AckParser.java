package io.sluice.bench.mqtt;

import io.netty.buffer.ByteBuf;

/** Reads the server's short packets, wherever the reads were cut. Only those of less than 130 bytes come here. */
final class AckParser {
    private static final int TYPE = 0xf0;
    private static final int NONE = -1;

    private final Packets packets;
    private int type = NONE;
    private int remaining = NONE;
    private int value;

    /** Told of each packet with its type (first four bits) and its last four bytes as a number. */
    interface Packets {
        void packet(int type, int value);
    }

    AckParser(Packets packets) {
        this.packets = packets;
    }

    void read(ByteBuf in) {
        while (in.isReadable()) {
            int next = in.readUnsignedByte();
            if (type == NONE) {
                type = next & TYPE;
                continue;
            }
            if (remaining == NONE) {
                remaining = next;
                value = 0;
            } else {
                remaining--;
                value = value << 8 | next;
            }
            if (remaining == 0) {
                int ended = type;
                type = NONE;
                remaining = NONE;
                packets.packet(ended, value);
            }
        }
    }
}
