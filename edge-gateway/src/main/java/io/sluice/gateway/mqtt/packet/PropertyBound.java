package io.sluice.gateway.mqtt.packet;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.mqtt.MqttMessageType;

/**
 * Looks at packets before they are decoded, for those that carry more properties than anybody means to: decoding a
 * property costs a hundred times its bytes. Learns from CONNECT whether there are any. Whole packets only.
 */
final class PropertyBound {
    /** Of one list of properties, the will's being one of its own. */
    static final int MAX_BYTES = 8 << 10;

    private static final int MQTT_5 = 5;
    private static final int WILL_FLAG = 4;
    private static final int NO_TYPE = 0;
    private static final int QOS_BITS = 0b110;
    private static final int VERSION_AND_FLAGS_BYTES = 2;
    private static final int KEEP_ALIVE_BYTES = 2;
    private static final int PACKET_ID_BYTES = 2;

    private boolean isMqtt5;

    boolean isMqtt5() {
        return isMqtt5;
    }

    /** @param packet a whole one, of which some is read */
    boolean isExceededBy(ByteBuf packet) {
        int first = packet.readUnsignedByte();
        length(packet);
        int type = first >> 4;
        if (type == MqttMessageType.CONNECT.value()) {
            return isExceededByConnect(packet);
        }
        if (!isMqtt5 || type == NO_TYPE || packet.readableBytes() <= MAX_BYTES) {
            return false;
        }
        return switch (MqttMessageType.valueOf(type)) {
            case PUBLISH ->
                skipText(packet)
                        && skip(packet, (first & QOS_BITS) == 0 ? 0 : PACKET_ID_BYTES)
                        && length(packet) > MAX_BYTES;
            case SUBSCRIBE, UNSUBSCRIBE -> skip(packet, PACKET_ID_BYTES) && length(packet) > MAX_BYTES;
            default -> true; // the others have nothing else
        };
    }

    private boolean isExceededByConnect(ByteBuf packet) {
        if (!skipText(packet) || packet.readableBytes() < VERSION_AND_FLAGS_BYTES + KEEP_ALIVE_BYTES) {
            return false;
        }
        isMqtt5 = packet.readByte() == MQTT_5;
        boolean hasWill = (packet.readByte() & WILL_FLAG) != 0;
        packet.skipBytes(KEEP_ALIVE_BYTES);
        if (!isMqtt5 || packet.readableBytes() <= MAX_BYTES) {
            return false;
        }
        int properties = length(packet);
        return properties > MAX_BYTES
                || hasWill && skip(packet, properties) && skipText(packet) && length(packet) > MAX_BYTES;
    }

    private static boolean skipText(ByteBuf packet) {
        return packet.readableBytes() >= 2 && skip(packet, packet.readUnsignedShort());
    }

    private static boolean skip(ByteBuf packet, int bytes) {
        if (packet.readableBytes() < bytes) {
            return false;
        }
        packet.skipBytes(bytes);
        return true;
    }

    /** As far as it is there: what is malformed is the decoder's to refuse. */
    private static int length(ByteBuf packet) {
        int length = 0;
        for (int i = 0; i < 4 && packet.isReadable(); i++) {
            int digit = packet.readByte();
            length |= (digit & 0x7f) << (7 * i);
            if (digit >= 0) {
                break;
            }
        }
        return length;
    }
}
