package io.sluice.gateway.mqtt.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageBuilders.UnsubscribeBuilder;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.mqtt.Entering;
import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.RawClient;
import io.sluice.gateway.mqtt.Sent;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client of MQTT 5 is sent nothing larger than the maximum packet size that it names (MQTT-3.1.2-24). */
final class SmallClientTest {
    private static final FrontFixture front = new FrontFixture(false);

    @BeforeAll
    static void start() throws Exception {
        front.start();
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    private static RawClient sending(int maxBytes, String clientId, int keepAlive) {
        MqttProperties properties = new MqttProperties();
        properties.add(new IntegerProperty(MqttPropertyType.MAXIMUM_PACKET_SIZE.value(), maxBytes));
        RawClient client = new RawClient(front.port());
        client.send(MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .clientId(clientId)
                .cleanSession(true)
                .keepAlive(keepAlive)
                .properties(properties)
                .build());
        return client;
    }

    @ParameterizedTest(name = "id \"{0}\", keep-alive {1}: {2} bytes")
    @CsvSource({"small, 60, 29", "small, 0, 32", "'', 60, 75", "'', 0, 78"})
    void isLetInWhereItTakesConnAck(String clientId, int keepAlive, int bytes) throws Exception {
        try (RawClient client = sending(bytes, clientId, keepAlive)) {
            assertEquals(0, Entering.code(client));
        }
        try (RawClient client = sending(bytes - 1, clientId, keepAlive)) {
            assertEquals(0x95, Entering.code(client));
            assertTrue(client.isClosedSoon());
        }
    }

    /** "MQTT", version 5, clean start, a minute, no properties, client id "a". */
    @Test
    void takesConnAckInJustAsManyBytes() throws Exception {
        byte[] connect = HexFormat.of().parseHex("100e" + "00044d515454" + "05" + "02" + "003c" + "00" + "000161");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(connect);
            byte[] answer = socket.getInputStream().readNBytes(29);
            assertEquals(29 - 2, answer[1], "what follows the length");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void isToldNothingWhereItTakesNothing(int bytes) throws Exception {
        try (RawClient client = sending(bytes, "small", 60)) {
            assertTrue(client.isClosedSoon());
            assertNull(client.next(Duration.ZERO));
        }
    }

    @Test
    void isNotSentMoreCodesThanItTakes() throws Exception {
        try (RawClient client = sending(29, "small", 60)) {
            client.expect(MqttMessageType.CONNACK);
            client.send(Sent.subscribe(1, filters(24)));
            assertEquals(24, Entering.subAck(client).size());
            client.send(unsubscribe(24));
            client.expect(MqttMessageType.UNSUBACK);
            client.send(Sent.subscribe(1, filters(25)));
            assertEquals(0x83, Entering.disconnect(client));
        }
        try (RawClient client = sending(29, "small", 60)) {
            client.expect(MqttMessageType.CONNACK);
            client.send(unsubscribe(25));
            assertEquals(0x83, Entering.disconnect(client));
        }
    }

    private static MqttUnsubscribeMessage unsubscribe(int count) {
        UnsubscribeBuilder unsubscribe = MqttMessageBuilders.unsubscribe().messageId(2);
        for (String filter : filters(count)) {
            unsubscribe.addTopicFilter(filter);
        }
        return unsubscribe.build();
    }

    private static String[] filters(int count) {
        return IntStream.range(0, count).mapToObj(i -> "commands/a/" + i).toArray(String[]::new);
    }
}
