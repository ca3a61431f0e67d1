package io.sluice.gateway.mqtt.session;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.mqtt.FakeDurableLog;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.gateway.mqtt.StalledBroker;
import io.sluice.gateway.spool.SpoolEntry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A session that its client ends by an expiry of 0, at the real broker, which is not to be asked beside its loops. */
final class EndedByItsClientTest {
    private static final int ENDS = 300;
    private static final String ID = "ends-itself";

    @Test
    void isGoneAtTheBrokerWhateverItsLoopHasInHand() throws Exception {
        try (FrontFixture front = new FrontFixture(false)) {
            front.start();
            for (int i = 0; i < ENDS; i++) {
                try (RawClient client = new RawClient(front.port())) {
                    client.send(Sent.connectPersistent5(ID));
                    MqttConnAckMessage connAck = (MqttConnAckMessage) client.expect(MqttMessageType.CONNACK);
                    assertFalse(connAck.variableHeader().isSessionPresent(), "session " + i);
                    client.send(Sent.subscribe(1, "commands/site/" + ID));
                    client.send(Sent.disconnect(Sent.number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, 0)));
                    assertTrue(client.isClosedSoon());
                }
                assertTrue(front.isLive(), "after session " + i);
            }
            await().untilAsserted(() -> assertNull(StalledBroker.status(front, ID)));
        }
    }

    /** MQTT 5, 3.1.3.2.2: at the end of its delay or of the session, whichever comes first. */
    @Test
    void saysTheWillThatItsGoodbyeAsksForAtOnceWhateverItsDelay() throws Exception {
        FakeDurableLog log = new FakeDurableLog().committing();
        try (FrontFixture front = new FrontFixture(log, FrontFixture.settings())) {
            front.start();
            try (RawClient client = RawClient.connected(
                    front.port(),
                    MqttMessageBuilders.connect()
                            .protocolVersion(MqttVersion.MQTT_5)
                            .clientId(ID)
                            .cleanSession(false)
                            .properties(Sent.number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, 3600))
                            .willFlag(true)
                            .willTopic(Sent.TOPIC)
                            .willMessage(Sent.json(-1).getBytes(StandardCharsets.UTF_8))
                            .willProperties(Sent.number(MqttPropertyType.WILL_DELAY_INTERVAL, 3600))
                            .build())) {
                client.sendBytes(
                        0xE0, // DISCONNECT
                        7, 0x04, // with will
                        5, 0x11, // session expiry interval
                        0, 0, 0, 0);
                assertTrue(client.isClosedSoon());
            }
            await().untilAsserted(() -> assertEquals(
                    1,
                    log.taken().stream()
                            .filter(SpoolEntry.Death.class::isInstance)
                            .count()));
        }
    }

    /** What cannot be written any more closes no socket while the broker has a CONNECT. */
    @Test
    void isGoneAlsoWhereTheClientIsGoneBeforeIt() throws Exception {
        FakeDurableLog log = new FakeDurableLog();
        try (FrontFixture front = new FrontFixture(log, FrontFixture.settings())) {
            front.start();
            RawClient client = RawClient.connected(front.port(), Sent.connectPersistent5(ID));
            try (StalledBroker broker = new StalledBroker(front)) {
                client.send(Sent.publish(1, 7, Sent.TOPIC, Sent.json(1)));
                client.send(Sent.disconnect(Sent.number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, 0)));
                await().until(() -> broker.commandsQueued() > 0 && !log.taken().isEmpty());
                client.reset();
                await().during(Duration.ofMillis(200)).until(() -> true); // it has come to know
                log.commit(); // PUBACK
                await().during(Duration.ofMillis(200)).until(() -> true);
            }
            await().untilAsserted(() -> assertNull(StalledBroker.status(front, ID)));
        }
    }
}
