package io.sluice.simulator.mqtt;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.ssl.SslHandler;
import io.sluice.simulator.mqtt.HandBroker.Talk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** How a device shows who it is, and what it makes of a broker that will not have it, packet by packet. */
class AccessExchangeTest {
    private static final int IMPLEMENTATION_SPECIFIC_ERROR = 0x83;
    private static final int NOT_AUTHORIZED = 0x87;
    private static final int SERVER_SHUTTING_DOWN = 0x8b;

    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
    private final Failures failures = new Failures();
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

    @ParameterizedTest(name = "0x{0} is {1}")
    @CsvSource({
        "86, TURNED_AWAY, bad-username-or-password",
        "87, TURNED_AWAY, not-authorized",
        "01, TURNED_AWAY, unacceptable-protocol-version",
        "89, BUSY, server-busy",
        "83, LOST, implementation-specific-error",
    })
    void a_connack_that_refuses_is_counted_by_its_reason_and_followed_by_its_wait(
            String code, Setback setback, String reason) {
        Losses losses = new Losses();
        MqttConnection connection = new MqttConnection(options(), true, losses);
        EmbeddedChannel channel = new EmbeddedChannel(connection);

        channel.writeInbound(MqttMessageBuilders.connAck()
                .returnCode(MqttConnectReturnCode.valueOf((byte) Integer.parseInt(code, 16)))
                .properties(saying("come in by another door"))
                .build());

        assertEquals(List.of(new ConnectFailure(reason, "come in by another door", setback)), losses.told());
        assertEquals(List.of(setback), losses.setbacks());
        assertFalse(channel.isOpen());
    }

    @Test
    void who_is_thrown_out_is_counted_by_reason() throws IOException {
        start(options());
        Talk talk = broker.greeted(false);
        talk.disconnect(SERVER_SHUTTING_DOWN);
        broker.greeted(false).disconnect(NOT_AUTHORIZED);

        await().untilAsserted(() ->
                assertEquals(Map.of("not-authorized", 1L, "server-shutting-down", 1L), failures.connects()));
    }

    @Test
    void a_refused_publish_is_counted_by_its_reason() throws IOException {
        NettyLink link = start(options());
        assertTrue(link.publish(publication("a")));
        assertTrue(link.publish(publication("b")));
        Talk talk = broker.greeted(false);
        talk.heard();
        talk.heard();
        talk.pubrec(1, NOT_AUTHORIZED);
        talk.pubrec(2, NOT_AUTHORIZED);

        await().untilAsserted(() -> assertEquals(Map.of("not-authorized", 2L), failures.publishes()));
        assertEquals(Map.of(), failures.connects());
    }

    @Test
    void a_refused_publish_is_told_with_what_the_broker_says_of_it() throws IOException {
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        Logger log = (Logger) LoggerFactory.getLogger(Failures.class);
        log.setLevel(Level.INFO);
        log.addAppender(logged);
        try {
            NettyLink link = start(options());
            assertTrue(link.publish(publication("a")));
            Talk talk = broker.greeted(false);
            talk.heard();
            talk.pubrec(1, IMPLEMENTATION_SPECIFIC_ERROR, saying("ts must be younger"));

            await().untilAsserted(() -> assertEquals(
                    List.of("reason=\"implementation-specific-error\"", "said=\"ts must be younger\""),
                    logged.list.stream()
                            .flatMap(event -> event.getKeyValuePairs().stream())
                            .map(Object::toString)
                            .toList()));
        } finally {
            log.detachAppender(logged);
            log.setLevel(null);
        }
    }

    @Test
    void a_connect_shows_the_user_and_the_password() throws IOException {
        start(options().with(new BrokerAccess(BrokerTrust.JVM, "pump", "secr\u00e9t")));

        MqttConnectMessage connect = broker.called().connect();
        assertEquals("pump", connect.payload().userName());
        assertEquals("secr\u00e9t", new String(connect.payload().passwordInBytes(), StandardCharsets.UTF_8));
    }

    private static MqttProperties saying(String text) {
        MqttProperties properties = new MqttProperties();
        properties.add(new MqttProperties.StringProperty(MqttProperties.MqttPropertyType.REASON_STRING.value(), text));
        return properties;
    }

    @Test
    void breaking_off_is_silent_over_tls_as_well() {
        MqttConnection connection = new MqttConnection(options(), true, new Losses());
        SslHandler tls = new SslHandler(BrokerTrust.engine(BrokerAccess.OPEN.tls(), broker.address()));
        EmbeddedChannel channel = new EmbeddedChannel(tls, connection);
        channel.releaseOutbound(); // TLS's own hello

        connection.departure().reset();

        assertFalse(channel.isOpen());
        assertTrue(channel.outboundMessages().isEmpty());
    }

    private LinkOptions options() {
        return new LinkOptions(broker.address(), "device-1", 16, 100);
    }

    private NettyLink start(LinkOptions options) {
        NettyLink link = new NettyLink(
                loops.next(), options, null, new SplittableRandom(7), (publication, answer) -> {}, failures);
        link.start();
        return link;
    }

    private static Publication publication(String payload) {
        return new Publication("telemetry/s/d", payload.getBytes(StandardCharsets.UTF_8)).with(2, null);
    }
}
