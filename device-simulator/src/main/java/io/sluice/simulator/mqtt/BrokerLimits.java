package io.sluice.simulator.mqtt;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;

/**
 * What a CONNACK allows on its connection (MQTT 5, 3.2.2.3).
 *
 * @param receiveMaximum publishes without an answer
 * @param maximumQos of what is published
 * @param maximumPacketBytes of any packet
 * @param keepAliveSeconds the broker's in place of the one asked for; 0 where it asks for none or says nothing
 */
record BrokerLimits(int receiveMaximum, int maximumQos, int maximumPacketBytes, int keepAliveSeconds) {
    static final BrokerLimits NONE = new BrokerLimits(65_535, 2, Integer.MAX_VALUE, 0);

    static BrokerLimits of(MqttConnAckMessage connack) {
        int packetBytes = value(connack, MqttPropertyType.MAXIMUM_PACKET_SIZE, NONE.maximumPacketBytes);
        return new BrokerLimits(
                value(connack, MqttPropertyType.RECEIVE_MAXIMUM, NONE.receiveMaximum),
                value(connack, MqttPropertyType.MAXIMUM_QOS, NONE.maximumQos),
                packetBytes < 0 ? NONE.maximumPacketBytes : packetBytes, // beyond an int it is none for us
                value(connack, MqttPropertyType.SERVER_KEEP_ALIVE, NONE.keepAliveSeconds));
    }

    private static int value(MqttConnAckMessage connack, MqttPropertyType which, int otherwise) {
        MqttProperty<?> given = connack.variableHeader().properties().getProperty(which.value());
        return given != null && given.value() instanceof Integer value ? value : otherwise;
    }
}
