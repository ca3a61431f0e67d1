package io.sluice.gateway.mqtt.connect;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.gateway.mqtt.StalledBroker;
import io.sluice.gateway.mqtt.WireBytes;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Clients that hang up, or come again, while the broker has not yet answered their CONNECT. */
final class HastyClientTest {
    private static final String ID = "hasty";
    private static final String TOPIC = "commands/site/hasty";

    private final FrontFixture front = new FrontFixture(false);

    @BeforeEach
    void leaveASessionBehind() throws Exception {
        front.start();
        try (RawClient client = RawClient.connected(front.port(), Sent.connectPersistent5(ID))) {
            client.send(Sent.subscribe(1, TOPIC));
            client.expect(MqttMessageType.SUBACK);
        }
        awaitAway();
    }

    @AfterEach
    void stop() {
        front.close();
    }

    private void awaitAway() {
        await().untilAsserted(() -> assertEquals("DISCONNECTED", StalledBroker.status(front, ID)));
    }

    @Test
    void aSessionWhoseClientHungUpBeforeItsConnAckIsAway() throws Exception {
        hangUpBeforeConnAck(0);
        awaitAway();
        try (RawClient back = RawClient.connected(front.port(), Sent.connectPersistent5(ID))) {
            assertServes(back);
        }
    }

    @Test
    void aSessionThatWasToEndWithItsConnectionIsGoneAsWell() throws Exception {
        hangUpBeforeConnAck(2);
        await().untilAsserted(() -> assertNull(StalledBroker.status(front, ID)));
    }

    private void hangUpBeforeConnAck(int flags) throws Exception {
        try (StalledBroker broker = new StalledBroker(front)) {
            try (Socket socket = new Socket("127.0.0.1", front.port())) {
                OutputStream out = socket.getOutputStream();
                out.write(new WireBytes()
                        .put(0x10, 10 + 2 + ID.length())
                        .text("MQTT")
                        .put(4, flags, 0, 60)
                        .text(ID)
                        .bytes());
                await().until(() -> broker.commandsQueued() > 0);
                socket.setSoLinger(true, 0); // a reset: the write of CONNACK will fail
            }
            await().during(Duration.ofMillis(200)).until(() -> true); // it has come to know
        }
    }

    @RepeatedTest(5)
    void aSessionIsWholeForTheConnectionThatTookItOverBeforeTheFirstOnesConnAck() throws Exception {
        CountDownLatch firstMayGoOn = new CountDownLatch(1);
        try (RawClient first = new RawClient(front.port());
                RawClient second = new RawClient(front.port())) {
            try (StalledBroker broker = new StalledBroker(front)) {
                first.send(Sent.connectPersistent5(ID));
                await().until(() -> broker.commandsQueued() > 0);
                Channel firstsChannel = channelOf(first);
                second.send(Sent.connectPersistent5(ID));
                await().during(Duration.ofMillis(200)).until(() -> true); // the first is told, the second may be queued
                firstsChannel.eventLoop().execute(() -> awaitUninterrupted(firstMayGoOn));
            }
            MqttMessage connAck = second.next(Duration.ofMillis(500));
            firstMayGoOn.countDown();
            if (connAck == null) {
                connAck = second.expect(MqttMessageType.CONNACK);
            }
            assertTrue(((MqttConnAckMessage) connAck).variableHeader().isSessionPresent());
            assertTrue(first.isClosedSoon());
            assertServes(second);
        } finally {
            firstMayGoOn.countDown();
        }
    }

    @Test
    void whatWaitsForASessionIsNotSentIntoAConnectionThatWasTakenOver() throws Exception {
        try (RawClient sender = RawClient.connected(front.port(), MQTT_3_1_1)) {
            sender.send(Sent.publish(1, 1, TOPIC, "waited"));
            sender.expect(MqttMessageType.PUBACK);
        }
        try (RawClient first = new RawClient(front.port());
                RawClient second = new RawClient(front.port())) {
            try (StalledBroker broker = new StalledBroker(front)) {
                first.send(Sent.connectPersistent5(ID));
                await().until(() -> broker.commandsQueued() > 0);
                second.send(Sent.connectPersistent5(ID));
                await().during(Duration.ofSeconds(1)).until(() -> true); // the second is read
            }
            assertTrue(first.isClosedSoon());
            assertNull(first.next(Duration.ZERO));
            second.expect(MqttMessageType.CONNACK);
            MqttPublishMessage command = (MqttPublishMessage) second.expect(MqttMessageType.PUBLISH);
            assertFalse(command.fixedHeader().isDup(), "at once, not when the broker sends again");
            assertEquals("waited", command.payload().toString(StandardCharsets.UTF_8));
            command.release();
            int packetId = command.variableHeader().packetId();
            second.sendBytes(0x40, 2, packetId >> 8, packetId); // PUBACK
            assertServes(second);
        }
    }

    private Channel channelOf(RawClient client) throws Exception {
        return StalledBroker.admission(front).connections().stream()
                .filter(channel -> client.localAddress().equals(channel.remoteAddress()))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void manyConnectionsOfOneClientAtOnceLeaveTheSessionToTheLast() throws Exception {
        RawClient[] clients = new RawClient[20];
        try (StalledBroker broker = new StalledBroker(front)) {
            for (int i = 0; i < clients.length; i++) {
                clients[i] = new RawClient(front.port());
                clients[i].send(Sent.connectPersistent5(ID));
            }
            await().until(() -> broker.commandsQueued() > 0);
        }
        // Which one is the last is for their sockets to say: it is the one that stays.
        await().until(() -> openOf(clients) == 1 && "CONNECTED".equals(StalledBroker.status(front, ID)));
        await().during(Duration.ofMillis(500)).until(() -> openOf(clients) == 1);
        for (RawClient client : clients) {
            if (client.isOpen()) {
                client.expect(MqttMessageType.CONNACK);
                assertServes(client);
            }
            client.close();
        }
    }

    private static int openOf(RawClient[] clients) {
        int open = 0;
        for (RawClient client : clients) {
            open += client.isOpen() ? 1 : 0;
        }
        return open;
    }

    private void assertServes(RawClient client) throws Exception {
        client.send(Sent.subscribe(2, TOPIC + "/more"));
        assertEquals(2, client.expectId(MqttMessageType.SUBACK));
        try (RawClient sender = RawClient.connected(front.port(), MQTT_3_1_1)) {
            sender.send(Sent.publish(1, 1, TOPIC, "now"));
            sender.expect(MqttMessageType.PUBACK);
        }
        MqttPublishMessage command = (MqttPublishMessage) client.expect(MqttMessageType.PUBLISH);
        assertEquals("now", command.payload().toString(StandardCharsets.UTF_8));
        command.release();
        int packetId = command.variableHeader().packetId();
        client.sendBytes(0x40, 2, packetId >> 8, packetId); // PUBACK
        client.send(Sent.subscribe(3, TOPIC + "/last"));
        assertEquals(3, client.expectId(MqttMessageType.SUBACK), "the broker has nothing under way");
    }
}
