package io.sluice.simulator.mqtt;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.sluice.simulator.mqtt.HandBroker.Talk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a broker's CONNACK allows is kept to (MQTT 5, 3.2.2.3). */
class ConnackLimitsTest {
    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
    private final Failures failures = new Failures();
    private final List<String> settled = new CopyOnWriteArrayList<>();
    private HandBroker broker;

    @BeforeEach
    void listen() throws IOException {
        broker = new HandBroker();
    }

    @AfterEach
    void stop() throws IOException {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        broker.close();
    }

    @ParameterizedTest(name = "of {0} s it asks after {1} ms")
    @CsvSource({"10, 5000", "1, 500", "0, 30000", "300, 150000"})
    void the_keep_alive_is_the_servers(int seconds, int asksAfterMillis) {
        EmbeddedChannel channel = new EmbeddedChannel(new MqttConnection(options(), true, new Losses()));
        channel.writeInbound(MqttMessageBuilders.connAck()
                .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
                .properties(limit(MqttPropertyType.SERVER_KEEP_ALIVE, seconds))
                .build());
        pass(channel, asksAfterMillis - 1);
        assertFalse(channel.outboundMessages().contains(MqttMessage.PINGREQ));

        pass(channel, 1);
        assertTrue(channel.outboundMessages().contains(MqttMessage.PINGREQ));
    }

    @Test
    void qos_above_the_maximum_is_lowered_to_it() throws IOException {
        NettyLink link = start(0);
        Talk talk = greeted(MqttPropertyType.MAXIMUM_QOS, 1);
        publish(link, 2, "a");

        assertEquals("PUBLISH 1 qos 1 \"a\"", talk.heard());
        talk.puback(1);
        await().untilAsserted(() -> assertEquals(List.of("ACKED a"), settled));
    }

    @Test
    void what_is_lowered_to_qos_0_is_sent_and_not_waited_for() throws IOException {
        NettyLink link = start(0);
        Talk talk = greeted(MqttPropertyType.MAXIMUM_QOS, 0);
        publish(link, 1, "a");

        assertTrue(talk.heard().endsWith(" qos 0 \"a\""));
        await().untilAsserted(() -> assertEquals(List.of("SENT a"), settled));
    }

    @Test
    void a_message_that_is_too_long_is_refused_by_the_link_and_holds_nothing_up() throws IOException {
        NettyLink link = start(0);
        Talk talk = greeted(MqttPropertyType.MAXIMUM_PACKET_SIZE, length("fits"));
        publish(link, 1, "fits!");
        publish(link, 1, "fits");

        assertEquals("PUBLISH 1 qos 1 \"fits\"", talk.heard());
        assertEquals(List.of("REFUSED fits!"), settled);
        assertEquals(Map.of("packet-too-large", 1L), failures.publishes());
    }

    @ParameterizedTest(name = "session {0}")
    @ValueSource(ints = {0, 300})
    void a_message_that_is_too_long_for_the_next_connection_may_have_been_taken(int sessionSeconds) throws IOException {
        NettyLink link = start(sessionSeconds);
        Talk talk = broker.greeted(false);
        publish(link, 1, "a longer one");
        talk.heard();
        talk.cut();
        broker.called().greet(sessionSeconds > 0, limit(MqttPropertyType.MAXIMUM_PACKET_SIZE, length("fits")));

        await().untilAsserted(() -> assertEquals(List.of("REFUSED_AT_LAST a longer one"), settled));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 90, 100, 127, 128, 16_300, 16_384})
    void the_length_is_the_encoders(int payloadBytes) {
        for (int qos = 0; qos <= 2; qos++) {
            Publication plain = new Publication("telemetry/s/d\u00e9", new byte[payloadBytes]).with(qos, null);
            for (Publication each :
                    List.of(plain, plain.with(qos, "application/cbor").encoded("gzip"))) {
                assertEquals(encoded(each), Packets.length(each));
            }
        }
    }

    private static int length(String payload) {
        return encoded(publication(1, payload));
    }

    private static int encoded(Publication publication) {
        EmbeddedChannel codec = new EmbeddedChannel(MqttEncoder.INSTANCE);
        codec.writeOutbound(Packets.connect(new LinkOptions(BrokerAddress.LOCAL, "d", 1, 1), true, 60));
        codec.<ByteBuf>readOutbound().release();
        codec.writeOutbound(Packets.publish(publication, publication.qos() == 0 ? 0 : 7, false));
        int bytes = 0;
        for (ByteBuf part = codec.readOutbound(); part != null; part = codec.readOutbound()) {
            bytes += part.readableBytes();
            part.release();
        }
        return bytes;
    }

    private static MqttProperties limit(MqttPropertyType which, int value) {
        MqttProperties properties = new MqttProperties();
        properties.add(new IntegerProperty(which.value(), value));
        return properties;
    }

    private Talk greeted(MqttPropertyType which, int value) throws IOException {
        Talk talk = broker.called();
        talk.greet(false, limit(which, value));
        return talk;
    }

    private LinkOptions options() {
        return new LinkOptions(broker.address(), "device-1", 16, 100);
    }

    private NettyLink start(int sessionSeconds) {
        LinkOptions options =
                new LinkOptions(broker.address(), "device-1", 16, 100, sessionSeconds, Manners.NONE, BrokerAccess.OPEN);
        NettyLink link = new NettyLink(
                loops.next(),
                options,
                null,
                new SplittableRandom(7),
                (publication, answer) ->
                        settled.add(answer + " " + new String(publication.payload(), StandardCharsets.UTF_8)),
                failures);
        link.start();
        return link;
    }

    private static void publish(NettyLink link, int qos, String payload) {
        assertTrue(link.publish(publication(qos, payload)));
    }

    private static Publication publication(int qos, String payload) {
        return new Publication("telemetry/s/d", payload.getBytes(StandardCharsets.UTF_8)).with(qos, null);
    }

    private static void pass(EmbeddedChannel channel, int millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }
}
