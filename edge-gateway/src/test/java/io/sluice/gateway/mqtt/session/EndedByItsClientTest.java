package io.sluice.gateway.mqtt.session;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.sluice.gateway.mqtt.FakeDurableLog;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.gateway.mqtt.StalledBroker;
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
