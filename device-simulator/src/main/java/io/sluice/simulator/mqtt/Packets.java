package io.sluice.simulator.mqtt;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperty;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;

/** What a device sends, as MQTT 5 has it. */
final class Packets {
    /** No publish has it. */
    static final int SUBSCRIBE_ID = 65_535;

    private Packets() {}

    static MqttConnectMessage connect(LinkOptions options, boolean isCleanStart, int keepAliveSeconds) {
        MqttProperties properties = new MqttProperties();
        if (options.sessionSeconds() > 0) {
            properties.add(
                    new IntegerProperty(MqttPropertyType.SESSION_EXPIRY_INTERVAL.value(), options.sessionSeconds()));
        }
        MqttMessageBuilders.ConnectBuilder connect = MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .clientId(options.clientId())
                .cleanSession(isCleanStart)
                .properties(properties)
                .keepAlive(keepAliveSeconds);
        BrokerAccess access = options.access();
        if (access.user() != null) {
            connect.username(access.user());
        }
        if (access.password() != null) {
            connect.password(access.password().getBytes(StandardCharsets.UTF_8));
        }
        Publication will = options.manners().will();
        if (will != null) {
            connect.willFlag(true)
                    .willTopic(will.topic())
                    .willMessage(will.payload())
                    .willQoS(MqttQoS.valueOf(will.qos()));
        }
        return connect.build();
    }

    static MqttPublishMessage publish(Publication publication, int packetId, boolean again) {
        MqttProperties properties = new MqttProperties();
        if (publication.contentType() != null) {
            properties.add(new StringProperty(MqttPropertyType.CONTENT_TYPE.value(), publication.contentType()));
        }
        if (publication.contentEncoding() != null) {
            properties.add(new UserProperty(Publication.CONTENT_ENCODING, publication.contentEncoding()));
        }
        return new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, again, MqttQoS.valueOf(publication.qos()), false, 0),
                new MqttPublishVariableHeader(publication.topic(), packetId, properties),
                Unpooled.wrappedBuffer(publication.payload()));
    }

    /** Of a publish as it is encoded, with its fixed header. */
    static int length(Publication publication) {
        int properties = 0;
        if (publication.contentType() != null) {
            properties += 1 + string(publication.contentType());
        }
        if (publication.contentEncoding() != null) {
            properties += 1 + string(Publication.CONTENT_ENCODING) + string(publication.contentEncoding());
        }
        int rest = string(publication.topic())
                + (publication.qos() > 0 ? 2 : 0)
                + number(properties)
                + properties
                + publication.payload().length;
        return 1 + number(rest) + rest;
    }

    private static int string(String text) {
        return 2 + text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Of a variable byte integer (MQTT 5, 1.5.5). */
    private static int number(int value) {
        int bytes = 1;
        for (int rest = value >> 7; rest > 0; rest >>= 7) {
            bytes++;
        }
        return bytes;
    }

    static MqttMessage subscribe(String filter) {
        return MqttMessageBuilders.subscribe()
                .messageId(SUBSCRIBE_ID)
                .addSubscription(MqttQoS.AT_LEAST_ONCE, filter)
                .build();
    }

    static MqttMessage puback(int packetId) {
        return MqttMessageBuilders.pubAck().packetId(packetId).build();
    }

    static MqttMessage disconnect(int reasonCode) {
        return MqttMessageBuilders.disconnect().reasonCode((byte) reasonCode).build();
    }

    static MqttMessage pubrel(int packetId) {
        return new MqttMessage(
                new MqttFixedHeader(MqttMessageType.PUBREL, false, MqttQoS.AT_LEAST_ONCE, false, 0),
                MqttMessageIdVariableHeader.from(packetId));
    }
}
