package io.sluice.gateway.mqtt.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.handler.codec.mqtt.MqttMessageType;
import io.sluice.gateway.mqtt.FrontFixture;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireRulesTest {
    private static final FrontFixture front = new FrontFixture(false);
    private static final int PATIENCE_MILLIS = 20_000;

    /** "MQTT", its version, clean start, a minute. */
    private static final String BEGIN = "00044d515454" + "%s" + "02" + "003c";

    private static final String BEGIN_WITH_WILL = "00044d515454" + "05" + "06" + "003c";
    private static final String ID = "000161";
    private static final String PINGREQ = "c000";

    @BeforeAll
    static void start() throws Exception {
        front.start();
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    private static String packet(String first, String body) {
        return first + "%02x".formatted(body.length() / 2) + body;
    }

    private static void send(Socket client, String hex) throws Exception {
        client.getOutputStream().write(HexFormat.of().parseHex(hex));
    }

    /** The next packet, with the reason if it says one. */
    private static String answer(Socket client) throws Exception {
        client.setSoTimeout(PATIENCE_MILLIS);
        int first = client.getInputStream().read();
        if (first < 0) {
            return "closed";
        }
        MqttMessageType type = MqttMessageType.valueOf(first >> 4);
        byte[] body = client.getInputStream().readNBytes(client.getInputStream().read());
        return switch (type) {
            case CONNACK -> "CONNACK %02X".formatted(body[1]);
            case DISCONNECT -> "DISCONNECT %02X".formatted(body[0]);
            default -> type.name();
        };
    }

    private static Socket open() throws Exception {
        return new Socket(InetAddress.getLoopbackAddress(), front.port());
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource({
        "none, 00, 00",
        "all that there are, 221100000e1017011901210001220001270000ffff2600016100016226000161000162, 00",
        "receive maximum twice, 06210001210001, 82",
        "session expiry twice, 0a11000000011100000001, 82",
        "a content type, 0403000161, 81",
        "a topic alias, 03230001, 81",
        "a maximum QoS, 022401, 81",
        "problem information 2, 021702, 82",
        "response information 255, 0219ff, 82",
        "authentication data alone, 0416000161, 82",
        "receive maximum 0, 03210000, 82",
        "maximum packet size 0, 052700000000, 82"
    })
    void of_connect(String what, String properties, String code) throws Exception {
        try (Socket client = open()) {
            send(client, packet("10", BEGIN.formatted("05") + properties + ID));
            assertEquals("CONNACK " + code, answer(client), what);
        }
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource({
        "a delay and a format, 0718000000010101, 00",
        "a delay twice, 0a18000000011800000001, 82",
        "a topic alias, 03230001, 81",
        "a format that there is not, 020102, 82"
    })
    void of_a_will(String what, String properties, String code) throws Exception {
        try (Socket client = open()) {
            send(client, packet("10", BEGIN_WITH_WILL + "00" + ID + properties + "000177" + "0000"));
            assertEquals("CONNACK " + code, answer(client), what);
        }
    }

    @ParameterizedTest(name = "{0}: {3}")
    @CsvSource({
        "PUBLISH with a format twice, 30, 000161" + "0401000101" + "7b, 82",
        "PUBLISH with a format that there is not, 30, 000161" + "020102" + "7b, 82",
        "PUBLISH with an alias twice, 32, 000161" + "0001" + "06230001230001" + "7b, 82",
        "PUBLISH with a session expiry, 30, 000161" + "051100000001" + "7b, 81",
        "PUBLISH with a subscription identifier, 30, 000161" + "020b01" + "7b, 82",
        "PUBLISH again at QoS 0, 38, 000161" + "00" + "7b, 81",
        "PUBACK with an alias, 40, 0001" + "00" + "03230001, 81",
        "PUBREL with a reason twice, 62, 0001" + "00" + "081f0001611f000161, 82",
        "SUBSCRIBE with a reason, 82, 0001" + "041f000161" + "00016100, 81",
        "SUBSCRIBE with bit 6, 82, 0001" + "00" + "00016140, 81",
        "SUBSCRIBE with bit 7 of the second, 82, 0001" + "00" + "00016100" + "00016180, 81",
        "SUBSCRIBE with retain handling 3, 82, 0001" + "00" + "00016130, 81",
        "SUBSCRIBE at QoS 3, 82, 0001" + "00" + "00016103, 81",
        "SUBSCRIBE with another first byte, 80, 0001" + "00" + "00016100, 81",
        "PUBREL with another first byte, 60, 0001, 81",
        "PINGREQ with another first byte, c1, '', 81",
        "UNSUBSCRIBE with a subscription identifier, a2, 0001" + "020b01" + "000161, 81",
        "DISCONNECT with an expiry twice, e0, 00" + "0a11000000001100000000, 82",
        "DISCONNECT with a receive maximum, e0, 00" + "03210001, 81"
    })
    void of_mqtt_5(String what, String first, String body, String code) throws Exception {
        try (Socket client = open()) {
            send(client, packet("10", BEGIN.formatted("05") + "00" + ID));
            assertEquals("CONNACK 00", answer(client));
            send(client, PINGREQ + packet(first, body) + PINGREQ);
            assertEquals("PINGRESP", answer(client), "what was before it");
            assertEquals("DISCONNECT " + code, answer(client), what);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "PUBLISH with all, 30, 000161" + "24010102000000010300016108000161090001612300012600016100016226000161000162"
                + "7b",
        "PUBACK with a reason, 40, 0001" + "00" + "041f000161",
        "PUBREC with code alone, 50, 0001" + "00",
        "SUBSCRIBE with all options, 82, 0001" + "00" + "0001612e",
        "UNSUBSCRIBE with a user property, a2, 0001" + "0726000161000162" + "000161"
    })
    void of_what_is_allowed(String what, String first, String body) throws Exception {
        try (Socket client = open()) {
            send(client, packet("10", BEGIN.formatted("05") + "00" + ID) + packet(first, body) + PINGREQ);
            assertEquals("CONNACK 00", answer(client));
            String answer = answer(client);
            assertEquals("PINGRESP", answer.endsWith("SUBACK") ? answer(client) : answer, what);
        }
    }

    @ParameterizedTest(name = "{0}: {3}")
    @CsvSource({
        "PUBLISH with what would be properties, 30, 000d74656c656d657472792f612f62" + "051100000001" + "7b, PINGRESP",
        "PUBLISH again at QoS 0, 38, 000d74656c656d657472792f612f62" + "7b, closed",
        "SUBSCRIBE at QoS 2, 82, 0001" + "00016102, SUBACK",
        "SUBSCRIBE with an option of MQTT 5, 82, 0001" + "00016104, closed",
        "SUBSCRIBE with bit 7, 82, 0001" + "00016180, closed",
        "SUBSCRIBE at QoS 3, 82, 0001" + "00016103, closed"
    })
    void of_mqtt_3(String what, String first, String body, String answer) throws Exception {
        try (Socket client = open()) {
            send(client, packet("10", BEGIN.formatted("04") + ID));
            assertEquals("CONNACK 00", answer(client));
            send(client, packet(first, body) + PINGREQ);
            assertEquals(answer, answer(client), what);
        }
    }
}
