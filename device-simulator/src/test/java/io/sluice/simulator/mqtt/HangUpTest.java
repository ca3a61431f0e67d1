package io.sluice.simulator.mqtt;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.sluice.simulator.mqtt.HandBroker.Talk;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why a broker threw a device out, as far as it can be told. */
class HangUpTest {
    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
    private final Failures failures = new Failures();
    private final Losses losses = new Losses();
    private HandBroker broker;
    private NettyLink link;

    @BeforeEach
    void listen() throws IOException {
        broker = new HandBroker();
        LinkOptions options = new LinkOptions(broker.address(), "device-1", 16, 100);
        link = new NettyLink(
                loops.next(), options, null, new SplittableRandom(7), (publication, answer) -> {}, failures);
        link.start();
    }

    @AfterEach
    void stop() throws IOException {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        broker.close();
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "0, unacceptable-protocol-version",
        "1, unacceptable-protocol-version",
        "2, identifier-rejected",
        "3, server-unavailable",
        "4, bad-user-name-or-password",
        "5, not-authorized"
    })
    void an_mqtt_3_connack_is_counted_by_its_return_code(int code, String reason) throws IOException {
        broker.called().bytes(0x20, 2, 0, code);

        await().untilAsserted(() -> assertEquals(Map.of(reason, 1L), failures.connects()));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"0, TURNED_AWAY", "1, TURNED_AWAY", "2, TURNED_AWAY", "3, BUSY", "4, TURNED_AWAY", "5, TURNED_AWAY"})
    void an_mqtt_3_connack_is_followed_by_its_wait(int code, Setback setback) {
        EmbeddedChannel channel = new EmbeddedChannel(
                new OldConnack(), new MqttConnection(new LinkOptions(broker.address(), "d", 1, 1), true, losses));
        for (int each : new int[] {0x20, 2, 0, code}) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {(byte) each}));
        }

        assertFalse(channel.isOpen());
        assertEquals(List.of(setback), losses.setbacks());
        assertEquals(
                "the broker speaks no MQTT 5, it answered with MQTT 3.1.1's return code " + code,
                losses.told().get(0).said());
    }

    @ParameterizedTest(name = "after {0} it is {1}")
    @CsvSource({
        "'', closed-before-connack",
        "20 03, closed-before-connack",
        "ff ff ff ff ff ff, undecodable-packet",
        "00 00 00 00 00, undecodable-packet"
    })
    void a_connection_that_is_not_answered_well_is_counted(String bytes, String reason) throws IOException {
        Talk talk = broker.called();
        talk.bytes(bytes(bytes));
        talk.close();

        await().untilAsserted(() -> assertEquals(Map.of(reason, 1L), failures.connects()));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "ff ff ff ff ff ff, undecodable-packet",
        "e0 02 9b 00, qos-not-supported",
        "e0 02 8b 00, server-shutting-down",
        "e0 00, closed-by-broker",
        "'', closed-by-broker"
    })
    void the_end_of_a_connection_that_stood_is_counted(String bytes, String reason) throws IOException {
        Talk talk = broker.greeted(false);
        await().until(link::isConnected);
        talk.bytes(bytes(bytes));
        talk.close();

        await().untilAsserted(() -> assertEquals(Map.of(reason, 1L), failures.connects()));
        assertEquals(0, failures.losses());
    }

    @Test
    void a_connection_that_broke_is_no_failure_to_connect() throws IOException {
        Talk talk = broker.greeted(false);
        await().until(link::isConnected);
        talk.cut();

        await().untilAsserted(() -> assertEquals(1, failures.losses()));
        assertEquals(Map.of(), failures.connects());
    }

    @Test
    void who_hangs_up_itself_has_no_failure() throws IOException {
        Talk talk = broker.greeted(false);
        await().until(link::isConnected);
        link.reset();
        assertEquals("END", talk.heard());
        Talk next = broker.greeted(false);
        link.close();
        assertEquals("DISCONNECT 0", next.heard());
        assertEquals("END", next.heard());

        assertEquals(Map.of(), failures.connects());
        assertEquals(0, failures.losses());
    }

    private static int[] bytes(String hex) {
        return hex.isEmpty()
                ? new int[0]
                : IntStream.range(0, (hex.length() + 1) / 3)
                        .map(i -> Integer.parseInt(hex.substring(3 * i, 3 * i + 2), 16))
                        .toArray();
    }
}
