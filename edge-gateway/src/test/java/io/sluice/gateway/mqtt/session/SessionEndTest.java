package io.sluice.gateway.mqtt.session;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.sluice.gateway.mqtt.Sent.TOPIC;
import static io.sluice.gateway.mqtt.Sent.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.util.ReferenceCountUtil;
import io.sluice.gateway.mqtt.GateHarness;
import io.sluice.gateway.mqtt.GateHarness.Client;
import io.sluice.gateway.mqtt.Sent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionEndTest {
    private final GateHarness harness = new GateHarness();

    private static final MqttMessage END = Sent.disconnect(Sent.number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, 0));

    @Test
    void isOverBeforeTheBrokerHearsOfTheSessionsNextConnection() {
        Client client = harness.connected(Sent.connectPersistent5("keeper"));
        client.broker.answersConnect = false;
        client.send(END);
        assertBeginsAnew(client);

        Client next = harness.open();
        next.send(Sent.connectPersistent5("keeper"));
        client.run(); // it is told
        next.run();
        assertEquals(List.of(), next.broker.received);

        client.broker.acceptConnect(client.channel.pipeline().context(client.broker));
        client.run();
        assertFalse(client.channel.isOpen());
        assertEquals("nothing", client.answer(), "the second CONNACK is between the broker and us");
        next.run();
        assertInstanceOf(MqttConnectMessage.class, next.broker.received.get(0));
    }

    /** MQTT has one word for that, and the broker knows it. */
    private static void assertBeginsAnew(Client client) {
        assertEquals(1, client.broker.received.size());
        MqttConnectMessage connect = (MqttConnectMessage) client.broker.received.get(0);
        assertEquals("keeper", connect.payload().clientIdentifier());
        assertTrue(connect.variableHeader().isCleanSession());
    }

    /** Moquette dies of an acknowledgement to a session that the next CONNECT has ended. */
    @Test
    void isBehindAllThatTheConnectionBeforeHandsToTheBroker() {
        Client old = harness.connected(Sent.connect(MQTT_3_1_1, "keeper", false));
        old.channel.pipeline().context(old.broker).writeAndFlush(Sent.publish(1, 1, "commands/plant-1/pump-7", "stop"));
        ReferenceCountUtil.release(old.next());
        Client next = harness.open();
        next.send(Sent.connect(MQTT_3_1_1, "keeper", true));
        next.run();
        old.send(Sent.pubAck(1)); // it has not been told yet
        assertEquals(1, old.broker.received.size());
        assertEquals(List.of(), next.broker.received);

        old.run();
        next.run();
        assertInstanceOf(MqttConnectMessage.class, next.broker.received.get(0));
        assertFalse(old.channel.isOpen());
    }

    @Test
    void isNotForAConnectionWhoseSessionAnotherHas() {
        Client client = harness.connected(Sent.connectPersistent5("keeper"));
        Client next = harness.open();
        next.send(Sent.connectPersistent5("keeper"));
        next.run();

        client.send(END); // it has not been told yet
        assertEquals(List.of(), client.broker.received);
        assertEquals(1, harness.sessions.kept().size());
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
