package io.sluice.gateway.mqtt.packet;

import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.AUTHENTICATION_DATA;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.AUTHENTICATION_METHOD;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.CONTENT_TYPE;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.CORRELATION_DATA;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.MAXIMUM_PACKET_SIZE;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.PAYLOAD_FORMAT_INDICATOR;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.REASON_STRING;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.RECEIVE_MAXIMUM;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.REQUEST_PROBLEM_INFORMATION;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.REQUEST_RESPONSE_INFORMATION;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.RESPONSE_TOPIC;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.SESSION_EXPIRY_INTERVAL;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.SUBSCRIPTION_IDENTIFIER;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.TOPIC_ALIAS;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.TOPIC_ALIAS_MAXIMUM;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.USER_PROPERTY;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.WILL_DELAY_INTERVAL;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import org.jspecify.annotations.Nullable;

/**
 * Finds in a client's packet, before it is decoded, what breaks MQTT and is not seen afterwards: properties that come
 * twice or are another packet's, and bits without a meaning. What has lengths that cannot be is the decoder's to
 * refuse. Allocates nothing, and of a PUBLISH without properties reads their number alone.
 */
final class WireRules {
    /** Sets of properties are bits by their ids, which end below 64. */
    private static final long OF_MESSAGE = bits(
            PAYLOAD_FORMAT_INDICATOR,
            PUBLICATION_EXPIRY_INTERVAL,
            CONTENT_TYPE,
            RESPONSE_TOPIC,
            CORRELATION_DATA,
            USER_PROPERTY);

    private static final long OF_PUBLISH = OF_MESSAGE | bits(TOPIC_ALIAS, SUBSCRIPTION_IDENTIFIER);
    private static final long OF_WILL = OF_MESSAGE | bits(WILL_DELAY_INTERVAL);
    private static final long OF_CONNECT = bits(
            SESSION_EXPIRY_INTERVAL,
            AUTHENTICATION_METHOD,
            AUTHENTICATION_DATA,
            REQUEST_PROBLEM_INFORMATION,
            REQUEST_RESPONSE_INFORMATION,
            RECEIVE_MAXIMUM,
            TOPIC_ALIAS_MAXIMUM,
            MAXIMUM_PACKET_SIZE,
            USER_PROPERTY);
    private static final long OF_ANSWER = bits(REASON_STRING, USER_PROPERTY);
    private static final long OF_SUBSCRIBE = bits(SUBSCRIPTION_IDENTIFIER, USER_PROPERTY);
    private static final long OF_UNSUBSCRIBE = bits(USER_PROPERTY);
    private static final long OF_DISCONNECT = bits(SESSION_EXPIRY_INTERVAL, REASON_STRING, USER_PROPERTY);

    private static final long MORE_THAN_ONCE = bits(USER_PROPERTY, SUBSCRIPTION_IDENTIFIER);
    private static final long YES_OR_NO =
            bits(PAYLOAD_FORMAT_INDICATOR, REQUEST_PROBLEM_INFORMATION, REQUEST_RESPONSE_INFORMATION);
    private static final long OF_TWO_BYTES = bits(RECEIVE_MAXIMUM, TOPIC_ALIAS_MAXIMUM, TOPIC_ALIAS);
    private static final long OF_FOUR_BYTES =
            bits(PUBLICATION_EXPIRY_INTERVAL, SESSION_EXPIRY_INTERVAL, WILL_DELAY_INTERVAL, MAXIMUM_PACKET_SIZE);

    private static final int LONGEST_NUMBER = 4;
    private static final int DUP = 8;
    private static final int QOS = 6;
    private static final int WILL_FLAG = 4;
    private static final int FLAGS_BEHIND_NAME = 1;
    private static final int PROPERTIES_BEHIND_NAME = 4;
    private static final int PACKET_ID = 2;
    private static final int RESERVED_OPTIONS = 0xC0;
    private static final int RESERVED_OPTIONS_OF_MQTT_3 = 0xFC;

    private WireRules() {}

    private static long bits(MqttPropertyType... types) {
        long bits = 0;
        for (MqttPropertyType type : types) {
            bits |= 1L << type.value();
        }
        return bits;
    }

    /**
     * @param from where the packet begins
     * @param to where the next one does
     */
    static @Nullable Disconnect faultOf(ByteBuf in, int from, int to, boolean isMqtt5) {
        int first = in.getByte(from);
        int at = behindNumber(in, from + 1, to);
        MqttMessageType type = typeOf(first);
        if (type == MqttMessageType.PUBLISH && (first & (DUP | QOS)) == DUP) {
            return Disconnect.MALFORMED_PACKET;
        }
        if (type == MqttMessageType.SUBSCRIBE) {
            return subscribeFault(in, at + PACKET_ID, to, isMqtt5);
        }
        if (!isMqtt5 || type == null) {
            return null;
        }
        return switch (type) {
            case PUBLISH ->
                listFault(in, behindText(in, at, to) + ((first & QOS) == 0 ? 0 : PACKET_ID), to, OF_PUBLISH);
            case CONNECT -> connectFault(in, behindText(in, at, to), to);
            case PUBACK, PUBREC, PUBREL, PUBCOMP -> listFault(in, at + PACKET_ID + 1, to, OF_ANSWER);
            case UNSUBSCRIBE -> listFault(in, at + PACKET_ID, to, OF_UNSUBSCRIBE);
            case DISCONNECT -> listFault(in, at + 1, to, OF_DISCONNECT);
            default -> null;
        };
    }

    private static @Nullable MqttMessageType typeOf(int first) {
        int type = first >> 4 & 0xF;
        return type == 0 ? null : MqttMessageType.valueOf(type);
    }

    private static @Nullable Disconnect connectFault(ByteBuf in, int name, int to) {
        int list = name + PROPERTIES_BEHIND_NAME;
        Disconnect fault = listFault(in, list, to, OF_CONNECT);
        if (fault != null || list >= to || (in.getByte(name + FLAGS_BEHIND_NAME) & WILL_FLAG) == 0) {
            return fault;
        }
        return listFault(in, behindText(in, behindList(in, list, to), to), to, OF_WILL);
    }

    private static @Nullable Disconnect subscribeFault(ByteBuf in, int list, int to, boolean isMqtt5) {
        Disconnect fault = isMqtt5 ? listFault(in, list, to, OF_SUBSCRIBE) : null;
        int reserved = isMqtt5 ? RESERVED_OPTIONS : RESERVED_OPTIONS_OF_MQTT_3;
        int at = isMqtt5 ? behindList(in, list, to) : list;
        while (fault == null && at < to) {
            at = behindText(in, at, to);
            if (at < to && (in.getByte(at) & reserved) != 0) {
                fault = Disconnect.MALFORMED_PACKET;
            }
            at++;
        }
        return fault;
    }

    private static @Nullable Disconnect listFault(ByteBuf in, int list, int to, long allowed) {
        if (list >= to || in.getByte(list) == 0) {
            return null;
        }
        int end = behindList(in, list, to);
        int at = behindNumber(in, list, to);
        long seen = 0;
        while (at < end && end <= to) {
            int id = in.getByte(at++);
            long bit = 1L << id;
            if (id < 0 || id >= Long.SIZE || (allowed & bit) == 0) {
                return Disconnect.MALFORMED_PACKET;
            }
            boolean isAgain = (seen & bit & ~MORE_THAN_ONCE) != 0;
            if (isAgain || at < end && (YES_OR_NO & bit) != 0 && in.getByte(at) >>> 1 != 0) {
                return Disconnect.PROTOCOL_ERROR;
            }
            seen |= bit;
            at = behindValue(in, at, end, bit);
        }
        return null;
    }

    private static int behindValue(ByteBuf in, int at, int end, long bit) {
        if ((YES_OR_NO & bit) != 0) {
            return at + 1;
        }
        if ((OF_TWO_BYTES & bit) != 0) {
            return at + 2;
        }
        if ((OF_FOUR_BYTES & bit) != 0) {
            return at + 4;
        }
        if (bit == 1L << SUBSCRIPTION_IDENTIFIER.value()) {
            return behindNumber(in, at, end);
        }
        int behind = behindText(in, at, end);
        return bit == 1L << USER_PROPERTY.value() ? behindText(in, behind, end) : behind;
    }

    /** Behind the end where it is not there, as are all of these. */
    private static int behindText(ByteBuf in, int at, int to) {
        return at + 2 > to ? to + 1 : at + 2 + in.getUnsignedShort(at);
    }

    private static int behindNumber(ByteBuf in, int at, int to) {
        int behind = at;
        while (behind < Math.min(to, at + LONGEST_NUMBER - 1) && in.getByte(behind) < 0) {
            behind++;
        }
        return behind + 1;
    }

    private static int behindList(ByteBuf in, int at, int to) {
        int length = 0;
        int behind = behindNumber(in, at, to);
        for (int i = Math.min(behind, to) - 1; i >= at; i--) {
            length = length << 7 | in.getByte(i) & 0x7F;
        }
        return behind + length;
    }
}
