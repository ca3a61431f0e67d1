package io.sluice.gateway.mqtt;

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
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;

/** Packets as clients send them. */
public final class Sent {
    public static final String TOPIC = "telemetry/plant-1/pump-7";

    private Sent() {}

    public static MqttConnectMessage connect(MqttVersion version, String clientId, boolean clean) {
        return MqttMessageBuilders.connect()
                .protocolVersion(version)
                .clientId(clientId)
                .cleanSession(clean)
                .build();
    }

    /** An MQTT 5 session that outlives its connection. */
    public static MqttConnectMessage connectPersistent5(String clientId) {
        return MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .clientId(clientId)
                .cleanSession(false)
                .properties(number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, 3600))
                .build();
    }

    public static MqttProperties number(MqttPropertyType type, int value) {
        MqttProperties properties = new MqttProperties();
        properties.add(new IntegerProperty(type.value(), value));
        return properties;
    }

    /** A message of the reference device, told apart by its value. */
    public static String json(int value) {
        return "{\"temperature\":" + value + "}";
    }

    public static MqttPublishMessage publish(int qos, int packetId, String topic, String payload) {
        return publish(qos, packetId, topic, payload, false, MqttProperties.NO_PROPERTIES);
    }

    public static MqttPublishMessage dup(int qos, int packetId, String topic, String payload) {
        return publish(qos, packetId, topic, payload, true, MqttProperties.NO_PROPERTIES);
    }

    public static MqttPublishMessage publish(
            int qos, int packetId, String topic, String payload, boolean dup, MqttProperties properties) {
        return new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, dup, MqttQoS.valueOf(qos), false, 0),
                new MqttPublishVariableHeader(topic, packetId, properties),
                Unpooled.buffer().writeBytes(payload.getBytes(StandardCharsets.UTF_8)));
    }

    public static MqttPublishMessage retained(
            int qos, int packetId, String topic, String payload, MqttProperties properties) {
        return new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, false, MqttQoS.valueOf(qos), true, 0),
                new MqttPublishVariableHeader(topic, packetId, properties),
                Unpooled.buffer().writeBytes(payload.getBytes(StandardCharsets.UTF_8)));
    }

    public static MqttMessage pubRel(int packetId) {
        return new MqttMessage(
                new MqttFixedHeader(MqttMessageType.PUBREL, false, MqttQoS.AT_LEAST_ONCE, false, 0),
                MqttMessageIdVariableHeader.from(packetId));
    }

    public static MqttMessage pubAck(int packetId) {
        return new MqttMessage(
                new MqttFixedHeader(MqttMessageType.PUBACK, false, MqttQoS.AT_MOST_ONCE, false, 0),
                MqttMessageIdVariableHeader.from(packetId));
    }

    /** A normal goodbye of MQTT 5. */
    public static MqttMessage disconnect(MqttProperties properties) {
        return new MqttMessage(
                new MqttFixedHeader(MqttMessageType.DISCONNECT, false, MqttQoS.AT_MOST_ONCE, false, 0),
                new MqttReasonCodeAndPropertiesVariableHeader((byte) 0, properties));
    }

    public static MqttMessage ofType(MqttMessageType type) {
        return new MqttMessage(new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0));
    }

    public static MqttSubscribeMessage subscribe(int packetId, String... filters) {
        MqttMessageBuilders.SubscribeBuilder builder =
                MqttMessageBuilders.subscribe().messageId(packetId);
        for (String filter : filters) {
            builder.addSubscription(MqttQoS.AT_LEAST_ONCE, filter);
        }
        return builder.build();
    }
}
