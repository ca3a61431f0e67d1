package io.sluice.gateway.mqtt.session;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.sluice.gateway.mqtt.Sent.TOPIC;
import static io.sluice.gateway.mqtt.Sent.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.sluice.gateway.mqtt.GateHarness;
import io.sluice.gateway.mqtt.GateHarness.Client;
import io.sluice.gateway.mqtt.Sent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionEndTest {
    private final GateHarness harness = new GateHarness();

    /** Its connection is closed by then, which is what a client waits for before it comes back. */
    @Test
    void isOverBeforeTheBrokerHearsOfTheSessionsNextConnection() {
        Client client = harness.connected(Sent.connectPersistent5("keeper"));
        Client next = harness.open();
        List<Object> heardMeanwhile = new ArrayList<>();
        harness.whileEnding = () -> {
            next.send(Sent.connectPersistent5("keeper"));
            next.run();
            heardMeanwhile.addAll(next.broker.received);
        };

        client.send(Sent.disconnect(Sent.number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, 0)));
        assertEquals(List.of("keeper"), harness.ended);
        assertEquals(List.of(), heardMeanwhile);

        next.run();
        assertInstanceOf(MqttConnectMessage.class, next.broker.received.get(0));
    }

    /** The broker hears of it once the spool has its will. */
    @Test
    void leavesNothingOfAClientThatHangsUpBeforeTheBrokerHearsOfIt() {
        Client client = harness.open();
        client.send(MqttMessageBuilders.connect()
                .protocolVersion(MQTT_3_1_1)
                .clientId("keeper")
                .cleanSession(false)
                .willFlag(true)
                .willQoS(MqttQoS.AT_LEAST_ONCE)
                .willTopic(TOPIC)
                .willMessage(json(-1).getBytes(StandardCharsets.UTF_8))
                .build());
        assertEquals(1, harness.sessions.kept().size());

        client.channel.close();
        assertEquals(List.of(), client.broker.received);
        assertEquals(0, harness.sessions.kept().size());
    }
}
