package io.sluice.gateway.mqtt.gate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.PahoGoodbye;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.model.message.DeviceMessage;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each format and encoding from a device's client over a socket into the log. */
class PayloadFormatsTest {
    private static final FrontFixture front = new FrontFixture(false);

    private MqttAsyncClient paho;

    @BeforeAll
    static void start() throws Exception {
        front.start();
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    @BeforeEach
    void connect() throws MqttException {
        paho = new MqttAsyncClient("tcp://127.0.0.1:" + front.port(), "formats", new MemoryPersistence());
        paho.connect().waitForCompletion();
    }

    @AfterEach
    void disconnect() throws MqttException {
        PahoGoodbye.say(paho);
    }

    private int publish(String topic, String contentType, String encoding, byte[] payload) throws MqttException {
        MqttProperties properties = new MqttProperties();
        if (!contentType.isEmpty()) {
            properties.setContentType(contentType);
        }
        if (!encoding.isEmpty()) {
            properties.setUserProperties(List.of(new UserProperty("content-encoding", encoding)));
        }
        IMqttToken token = paho.publish(topic, new MqttMessage(payload, 1, false, properties));
        token.waitForCompletion();
        return token.getReasonCodes()[0];
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "application/json, '', 7b2274223a317d", // {"t":1}
        "application/cbor, '', a1617401", // map of 1, text of 1, 1
        "'', '', a1617401", // the same, told by its first byte
        "application/msgpack, '', 81a17401", // map of 1, text of 1, 1
        "'', '', 81a17401",
        // [{"n":"t","v":1}], as text and as CBOR
        "application/senml+json, '', 5b7b226e223a2274222c2276223a317d5d",
        "application/senml+cbor, '', 81a20061740201",
        // one message of a reading: metric "t", number 1
        "application/vnd.sluice.message+protobuf, '', 0a0e220c0a017411000000000000f03f",
        // {"t":1}, in gzip and in zstd
        "application/json, gzip, 1f8b0800000000000203ab562a51b232ac05005db41bfe07000000",
        "application/json, zstd, 28b52ffd04583900007b2274223a317dec35a656",
        // the same, told by their first bytes
        "'', '', 1f8b0800000000000203ab562a51b232ac05005db41bfe07000000",
        "'', '', 28b52ffd04583900007b2274223a317dec35a656",
    })
    void aReadingArrives(String contentType, String encoding, String hex) throws MqttException {
        String device = "d" + front.log.messages().size();

        int reason = publish(
                "telemetry/formats/" + device,
                contentType,
                encoding,
                HexFormat.of().parseHex(hex));

        assertEquals(0, reason);
        DeviceMessage message = front.log.messages().stream()
                .filter(m -> m.device().device().equals(device))
                .findFirst()
                .orElseThrow();
        assertEquals("t", message.metric(0));
        assertEquals(1, message.number(0));
    }

    @ParameterizedTest(name = "said to be {0}")
    @ValueSource(strings = {"gzip", ""})
    void aDeadLetterHoldsTheBytesAsTheyCame(String encoding) throws MqttException {
        byte[] broken = HexFormat.of().parseHex("1f8b0800000000000003ab56");

        assertEquals(0x99, publish("telemetry/formats/d", "application/json", encoding, broken));

        List<SpoolEntry> taken = front.log.taken();
        SpoolEntry.Rejected last = assertInstanceOf(SpoolEntry.Rejected.class, taken.get(taken.size() - 1));
        assertArrayEquals(broken, last.payload());
    }

    @Test
    void thingsBoardsTopicIsNotAnonymousClients() throws MqttException {
        assertEquals(0x87, publish("v1/devices/me/telemetry", "", "", new byte[] {'{', '}'}));
        assertTrue(paho.isConnected());
    }
}
