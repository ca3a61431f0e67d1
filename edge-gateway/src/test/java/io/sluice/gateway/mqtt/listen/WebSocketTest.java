package io.sluice.gateway.mqtt.listen;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.sluice.gateway.mqtt.Sent.TOPIC;
import static io.sluice.gateway.mqtt.Sent.json;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.mqtt.FakeDurableLog;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.PahoGoodbye;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.SelfTest;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.gateway.mqtt.connect.Admission;
import io.sluice.gateway.mqtt.packet.InboundHold;
import io.sluice.gateway.mqtt.packet.InboundHold.Cause;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The same gate before Moquette's WebSocket listener. */
class WebSocketTest {
    private static final FakeDurableLog log = new FakeDurableLog();
    private static final FrontFixture front = new FrontFixture(log, FrontFixture.settings());
    private static final AtomicInteger CLIENTS = new AtomicInteger();

    private final int takenBefore = log.taken().size();

    @BeforeAll
    static void start() throws Exception {
        front.start();
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    @AfterEach
    void theFrontIsUnharmed() {
        assertTrue(front.isLive());
    }

    @Test
    void acknowledgesPahosPublishOnceItIsDurable() throws Exception {
        MqttAsyncClient paho = new MqttAsyncClient(
                "ws://127.0.0.1:" + front.websocketPort() + "/mqtt", "paho-ws", new MemoryPersistence());
        paho.connect(new MqttConnectionOptions()).waitForCompletion();

        IMqttToken token =
                paho.publish(TOPIC, new MqttMessage(json(1).getBytes(StandardCharsets.UTF_8), 1, false, null));
        awaitTaken(1);
        assertFalse(token.isComplete());

        log.commit();
        token.waitForCompletion(60_000);
        PahoGoodbye.say(paho);
    }

    private RawClient connected(MqttVersion version) throws Exception {
        RawClient client = RawClient.overWebSocket(front.websocketPort());
        client.send(Sent.connect(version, "raw-ws-" + CLIENTS.incrementAndGet(), true));
        client.expect(MqttMessageType.CONNACK);
        return client;
    }

    private void awaitTaken(int count) {
        await().until(() -> log.taken().size() == takenBefore + count);
    }

    private void commit(int count) {
        awaitTaken(count);
        log.commit();
    }

    @ParameterizedTest
    @EnumSource(
            value = MqttVersion.class,
            names = {"MQTT_3_1_1", "MQTT_5"})
    void carriesQos1And2(MqttVersion version) throws Exception {
        try (RawClient client = connected(version)) {
            client.send(Sent.publish(1, 1, TOPIC, json(1)));
            commit(1);
            assertEquals(1, client.expectId(MqttMessageType.PUBACK));
            client.send(Sent.publish(2, 2, TOPIC, json(2)));
            commit(2);
            assertEquals(2, client.expectId(MqttMessageType.PUBREC));
            client.send(Sent.subscribe(3, "commands/a/b/#"));
            assertEquals(3, client.expectId(MqttMessageType.SUBACK));
        }
    }

    @Test
    void takesALargePacketInOneFrame() throws Exception {
        try (RawClient client = connected(MQTT_3_1_1)) {
            client.send(Sent.publish(1, 1, TOPIC, " ".repeat(200 << 10) + json(1)));
            commit(1);
            assertEquals(1, client.expectId(MqttMessageType.PUBACK));
        }
    }

    @Test
    void takesAPacketInFragments() throws Exception {
        try (RawClient client = connected(MQTT_3_1_1)) {
            ByteBuf ping = Unpooled.wrappedBuffer(new byte[] {(byte) 0xC0, 0x00});
            client.send(new BinaryWebSocketFrame(false, 0, ping.readRetainedSlice(1)));
            client.send(new ContinuationWebSocketFrame(true, 0, ping));
            client.expect(MqttMessageType.PINGRESP);
        }
    }

    @Test
    void closesOnATextFrame() throws Exception {
        try (RawClient client = connected(MQTT_3_1_1)) {
            client.send(new TextWebSocketFrame("hello"));
            assertTrue(client.isClosedSoon());
        }
    }

    @Test
    void closesOnAFrameBeyondTheBound() throws Exception {
        try (RawClient client = connected(MQTT_3_1_1)) {
            client.send(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(new byte[400 << 10])));
            assertTrue(client.isClosedSoon());
        }
    }

    @ParameterizedTest(name = "{0} offering {1} from {2}: {3}")
    @CsvSource({
        "/other, mqtt, , HTTP/1.1 404 Not Found",
        "/mqtt/, mqtt, , HTTP/1.1 101 Switching Protocols",
        "/mqtt?x=1, mqtt, , HTTP/1.1 101 Switching Protocols",
        "/mqtt/?x=1, mqtt, , HTTP/1.1 101 Switching Protocols",
        "/mqtt//, mqtt, , HTTP/1.1 404 Not Found",
        "/mqttx?x=1, mqtt, , HTTP/1.1 404 Not Found",
        "/other?/mqtt, mqtt, , HTTP/1.1 404 Not Found",
        "/mqtt, chat, , HTTP/1.1 400 Bad Request",
        "/mqtt, , , HTTP/1.1 400 Bad Request",
        "/mqtt, mqtt, http://evil.example, HTTP/1.1 403 Forbidden",
        "/mqtt, mqtt, http://x, HTTP/1.1 403 Forbidden",
        "/mqtt, mqtt, null, HTTP/1.1 403 Forbidden",
        "/mqtt, mqtt, http://localhost.evil.example, HTTP/1.1 403 Forbidden",
        "/mqtt, mqtt, http://localhost:8080, HTTP/1.1 101 Switching Protocols",
        "/mqtt, mqtt, http://Sluice.localhost:8080, HTTP/1.1 101 Switching Protocols",
        "/mqtt, 'chat, mqtt', , HTTP/1.1 101 Switching Protocols"
    })
    void answersAnUpgrade(String path, @Nullable String subprotocol, @Nullable String origin, String status)
            throws IOException {
        String offer = subprotocol == null ? "" : "Sec-WebSocket-Protocol: " + subprotocol + "\r\n";
        offer += origin == null ? "" : "Origin: " + origin + "\r\n";
        String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n" + offer + "\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.websocketPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(status.length());
            assertEquals(status, new String(answer, StandardCharsets.US_ASCII));
            if (!status.contains("101")) {
                String rest = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertTrue(rest.toLowerCase(Locale.ROOT).contains("connection: close"), rest);
            }
        }
    }

    @Test
    void aPausedConnectionIsNotReadOnAfterPings() {
        AtomicInteger reads = new AtomicInteger();
        InboundHold hold = new InboundHold();
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.pipeline()
                .addLast("aggregator", new ChannelInboundHandlerAdapter())
                .addLast("ws2bytebufDecoder", new ChannelInboundHandlerAdapter())
                .addLast("hold", hold);
        WebSocketDoor.install(channel.pipeline(), hold);
        channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
            @Override
            public void read(ChannelHandlerContext ctx) {
                reads.incrementAndGet();
            }
        });

        hold.pause(Cause.SPOOL_FULL);
        channel.pipeline().context("aggregator").read();
        assertEquals(0, reads.get());
        hold.resume(Cause.SPOOL_FULL);
        assertEquals(1, reads.get());
        channel.finishAndReleaseAll();
    }

    @Test
    void theSelfTestToleratesNoOtherListener() {
        SelfTest test = new SelfTest(new Admission(), InetAddress.getLoopbackAddress(), null);

        IOException refused = assertThrows(IOException.class, () -> test.run(Transport.WEBSOCKET, front.port()));
        assertEquals(
                "the durable gate must stand before the MQTT broker on mqtt.websocket.port, did not answer its self-test",
                refused.getMessage());
        assertThrows(IOException.class, () -> test.run(Transport.TCP, front.websocketPort()));
    }
}
