package io.sluice.gateway.mqtt.session;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.sluice.gateway.mqtt.gate.ClientConnection;
import io.sluice.gateway.mqtt.packet.PacketProperties;
import io.sluice.gateway.mqtt.packet.Protocol;
import io.sluice.gateway.mqtt.topic.TopicRules;
import io.sluice.gateway.spool.Will;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Finds the will in a CONNECT. */
public final class WillReader {
    private final TopicRules rules;

    public WillReader(TopicRules rules) {
        this.rules = rules;
    }

    /**
     * The will as it is to be kept: only telemetry's is for the spool. Null where the client leaves none.
     *
     * @param isForOneConnection whether the session, and with it any delay, ends with the connection
     */
    @Nullable
    public Will in(MqttConnectMessage connect, ClientConnection client, String session, boolean isForOneConnection) {
        String topic = connect.payload().willTopic();
        if (!connect.variableHeader().isWillFlag() || topic == null) {
            return null;
        }
        byte[] payload = connect.payload().willMessageInBytes();
        MqttProperties properties = connect.payload().willProperties();
        Duration asked =
                Duration.ofSeconds(PacketProperties.number(properties, MqttPropertyType.WILL_DELAY_INTERVAL, 0));
        Duration delay = asked.compareTo(Protocol.SESSION_EXPIRY) < 0 ? asked : Protocol.SESSION_EXPIRY;
        boolean isKept = rules.ownerOf(topic, client.speaker()) == TopicRules.Owner.GATE;
        return new Will(
                isKept ? ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE) : 0,
                session,
                client.onlyDevice(),
                topic,
                payload == null ? new byte[0] : payload.clone(),
                connect.variableHeader().willQos(),
                PacketProperties.text(properties, MqttPropertyType.CONTENT_TYPE),
                PacketProperties.contentEncoding(properties),
                isForOneConnection ? 0 : delay.toMillis(),
                false);
    }
}
