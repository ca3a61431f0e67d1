package io.sluice.simulator.mqtt;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.sluice.simulator.mqtt.HandBroker.Talk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** QoS 2, sessions, wills and goodbyes, packet by packet. */
class NettyLinkExchangeTest {
    private static final int NO_SESSION = 0;
    private static final int SESSION = 300;
    private static final int NOT_AUTHORIZED = 0x87;
    private static final int SERVER_SHUTTING_DOWN = 0x8b;
    private static final int SESSION_TAKEN_OVER = 0x8e;
    private static final int QUOTA_EXCEEDED = 0x97;

    /** Longer than a first wait. */
    private static final long BACKED_OFF_MILLIS = 150;

    /** Of 4 KiB each. */
    private static final int MORE_THAN_SOCKETS_TAKE = 16_384;

    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
    private final List<String> settled = new CopyOnWriteArrayList<>();
    private HandBroker broker;
    private @Nullable NettyLink link;

    @BeforeEach
    void listen() throws IOException {
        broker = new HandBroker();
    }

    @AfterEach
    void stop() throws IOException {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        broker.close();
    }

    @Test
    void at_qos_2_an_exchange_has_four_steps_and_is_settled_by_the_last() throws IOException {
        Talk talk = started(NO_SESSION, false);
        publish(2, "a");

        assertEquals("PUBLISH 1 qos 2 \"a\"", talk.heard());
        talk.pubrec(1, 0);
        assertEquals("PUBREL 1", talk.heard());
        assertEquals(List.of(), settled);
        talk.pubcomp(1);
        await().untilAsserted(() -> assertEquals(List.of("ACKED a"), settled));
    }

    @Test
    void a_pubrec_that_refuses_ends_the_exchange() throws IOException {
        Talk talk = started(NO_SESSION, false);
        publish(2, "a");

        talk.heard();
        talk.pubrec(1, NOT_AUTHORIZED);
        await().untilAsserted(() -> assertEquals(List.of("REFUSED a"), settled));
        publish(2, "b");
        assertEquals("PUBLISH 2 qos 2 \"b\"", talk.heard());
    }

    @Test
    void a_pubrec_that_asks_for_time_is_followed_by_another_exchange() throws IOException {
        Talk talk = started(NO_SESSION, false);
        publish(2, "a");

        talk.heard();
        talk.pubrec(1, QUOTA_EXCEEDED);
        assertEquals("PUBLISH 2 qos 2 \"a\"", talk.heard());
        assertEquals(List.of(), settled);
    }

    @Test
    void what_is_postponed_goes_again_in_order() throws IOException {
        Talk talk = started(NO_SESSION, false);
        for (String payload : List.of("a", "b", "c")) {
            publish(2, payload);
            talk.heard();
        }
        talk.pubrec(1, QUOTA_EXCEEDED);
        talk.pubrec(2, QUOTA_EXCEEDED);
        talk.pubrec(3, 0);
        assertEquals("PUBREL 3", talk.heard());
        talk.pubcomp(3);

        assertEquals("PUBLISH 4 qos 2 \"a\"", talk.heard());
        assertEquals("PUBLISH 5 qos 2 \"b\"", talk.heard());
    }

    @Test
    void nothing_goes_out_before_all_that_may_be_postponed_is_known() throws IOException, InterruptedException {
        Talk talk = firstPostponed(NO_SESSION);
        publish(2, "c");
        TimeUnit.MILLISECONDS.sleep(BACKED_OFF_MILLIS);
        talk.pubrec(2, QUOTA_EXCEEDED);

        assertEquals("PUBLISH 4 qos 2 \"a\"", talk.heard());
        assertEquals("PUBLISH 5 qos 2 \"b\"", talk.heard());
        assertEquals("PUBLISH 6 qos 2 \"c\"", talk.heard());
    }

    @Test
    void a_session_that_goes_on_leaves_alone_what_is_postponed() throws IOException {
        firstPostponed(SESSION).cut();

        Talk next = broker.greeted(true);
        assertEquals("PUBLISH 2 qos 2 again \"b\"", next.heard());
        next.pubrec(2, 0);
        assertEquals("PUBREL 2", next.heard());
        next.pubcomp(2);
        assertEquals("PUBLISH 4 qos 2 \"a\"", next.heard());
    }

    @Test
    void what_is_postponed_outlives_its_connection() throws IOException {
        firstPostponed(NO_SESSION).cut();

        Talk next = broker.greeted(false);
        assertEquals("PUBLISH 4 qos 2 \"a\"", next.heard());
        assertEquals("PUBLISH 5 qos 2 \"b\"", next.heard());
    }

    @Test
    void what_the_broker_has_is_released_again_in_the_session_that_goes_on() throws IOException {
        Talk talk = started(SESSION, false);
        publish(2, "a");
        talk.heard();
        talk.pubrec(1, 0);
        assertEquals("PUBREL 1", talk.heard());
        talk.cut();

        Talk next = broker.greeted(true);
        assertFalse(next.connect().variableHeader().isCleanSession());
        assertEquals("PUBREL 1", next.heard());
        next.pubcomp(1);
        await().untilAsserted(() -> assertEquals(List.of("ACKED a"), settled));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void what_has_no_answer_goes_again_under_its_packet_id_in_the_session_that_goes_on(int qos) throws IOException {
        Talk talk = started(SESSION, false);
        publish(qos, "a");
        publish(qos, "b");
        talk.heard();
        talk.heard();
        talk.cut();

        Talk next = broker.greeted(true);
        assertEquals("PUBLISH 1 qos " + qos + " again \"a\"", next.heard());
        assertEquals("PUBLISH 2 qos " + qos + " again \"b\"", next.heard());
        publish(qos, "c");
        assertEquals("PUBLISH 3 qos " + qos + " \"c\"", next.heard());
    }

    @Test
    void a_pubrec_for_nothing_in_flight_says_nothing_about_a_later_message() throws IOException {
        Talk talk = started(SESSION, false);
        talk.pubrec(1, 0);
        talk.heard();
        publish(2, "a");
        assertEquals("PUBLISH 1 qos 2 \"a\"", talk.heard());
        talk.cut();

        assertEquals("PUBLISH 1 qos 2 again \"a\"", broker.greeted(true).heard());
    }

    @ParameterizedTest
    @ValueSource(ints = {NO_SESSION, SESSION})
    void where_the_broker_has_no_session_all_begins_anew_and_in_order(int sessionSeconds) throws IOException {
        Talk talk = started(sessionSeconds, false);
        publish(2, "a");
        publish(2, "b");
        talk.heard();
        talk.heard();
        talk.pubrec(1, 0);
        talk.heard();
        talk.cut();

        Talk next = broker.greeted(false);
        assertEquals("PUBLISH 3 qos 2 \"a\"", next.heard());
        assertEquals("PUBLISH 4 qos 2 \"b\"", next.heard());
    }

    @Test
    void a_session_from_before_its_time_is_left_and_not_resumed() throws IOException {
        Talk foreign = started(SESSION, true);
        assertFalse(foreign.connect().variableHeader().isCleanSession());
        publish(2, "a");
        assertEquals("DISCONNECT 0", foreign.heard());

        Talk own = broker.greeted(false);
        assertTrue(own.connect().variableHeader().isCleanSession());
        assertEquals("PUBLISH 1 qos 2 \"a\"", own.heard());
        own.cut();
        Talk next = broker.greeted(true);
        assertFalse(next.connect().variableHeader().isCleanSession());
        assertEquals("PUBLISH 1 qos 2 again \"a\"", next.heard());
    }

    @Test
    void connect_asks_for_the_session_and_carries_the_will() throws IOException {
        Publication will = new Publication("telemetry/s/d", "gone".getBytes(StandardCharsets.UTF_8)).with(2, null);
        start(new LinkOptions(broker.address(), "device-1", 16, 100, SESSION, () -> will, BrokerAccess.OPEN));

        MqttConnectMessage connect = broker.called().connect();
        assertEquals("device-1", connect.payload().clientIdentifier());
        assertEquals(
                SESSION, connect.variableHeader().properties().getProperty(0x11).value());
        assertTrue(connect.variableHeader().isWillFlag());
        assertEquals("telemetry/s/d", connect.payload().willTopic());
        assertEquals(2, connect.variableHeader().willQos());
        assertFalse(connect.variableHeader().isWillRetain());
        assertEquals("gone", new String(connect.payload().willMessageInBytes(), StandardCharsets.UTF_8));
    }

    @Test
    void without_session_and_will_connect_asks_for_a_clean_start_and_no_more() throws IOException {
        start(options(NO_SESSION));

        MqttConnectMessage connect = broker.called().connect();
        assertTrue(connect.variableHeader().isCleanSession());
        assertFalse(connect.variableHeader().isWillFlag());
        assertTrue(connect.variableHeader().properties().isEmpty());
    }

    @Test
    void what_a_broker_does_not_read_stays_on_the_device_as_far_as_it_has_room() throws Exception {
        Talk talk = started(NO_SESSION, false);
        await().until(link()::isConnected);
        int taken = loops.submit(() -> {
                    int count = 0;
                    while (count < MORE_THAN_SOCKETS_TAKE && publishAtMostOnce()) {
                        count++;
                    }
                    return count;
                })
                .get();

        assertTrue(taken < MORE_THAN_SOCKETS_TAKE, "the device must run out of room");
        for (int i = 0; i < taken; i++) {
            assertTrue(talk.heard().contains(" qos 0 "));
        }
        await().untilAsserted(() -> assertEquals(taken, settled.size()));
    }

    @Test
    void a_goodbye_is_a_disconnect() throws IOException {
        Talk talk = started(NO_SESSION, false);
        link().close();

        assertEquals("DISCONNECT 0", talk.heard());
        assertEquals("END", talk.heard());
    }

    @Test
    void who_leaves_says_nothing_more_until_the_broker_has_closed_and_comes_back() throws Exception {
        Talk talk = started(NO_SESSION, false);
        await().until(link()::isConnected);
        assertTrue(loops.submit(() -> link().leave()).get());
        publish(1, "a");

        assertEquals("DISCONNECT 0", talk.heard());
        assertFalse(loops.submit(() -> link().leave()).get());
        talk.close();
        assertEquals("PUBLISH 1 qos 1 \"a\"", broker.greeted(false).heard());
    }

    @Test
    void each_connect_carries_a_will_of_its_own() throws IOException {
        AtomicInteger connects = new AtomicInteger();
        start(options(NO_SESSION)
                .with(() -> new Publication("telemetry/s/d", new byte[] {(byte) connects.incrementAndGet()})));

        Talk first = broker.greeted(false);
        assertArrayEquals(new byte[] {1}, first.connect().payload().willMessageInBytes());
        first.cut();
        assertArrayEquals(new byte[] {2}, broker.called().connect().payload().willMessageInBytes());
    }

    @Test
    void breaking_off_is_not() throws IOException {
        Talk first = started(NO_SESSION, false);
        link().reset();
        assertEquals("END", first.heard());

        Talk second = broker.greeted(false);
        link().suspend();
        assertEquals("END", second.heard());
    }

    @Test
    void only_what_is_said_to_be_a_takeover_counts_as_one() throws IOException {
        Talk first = started(NO_SESSION, false);
        first.disconnect(SERVER_SHUTTING_DOWN);
        assertEquals("END", first.heard());
        Talk second = broker.greeted(false);
        assertEquals(0, link().takenOver());
        second.disconnect(SESSION_TAKEN_OVER);
        await().untilAsserted(() -> assertEquals(1, link().takenOver()));
    }

    /** "a" is known to be sent again later, "b" has no answer, and a third is done with. */
    private Talk firstPostponed(int sessionSeconds) throws IOException {
        Talk talk = started(sessionSeconds, false);
        for (String payload : List.of("a", "b", "done")) {
            publish(2, payload);
            talk.heard();
        }
        talk.pubrec(1, QUOTA_EXCEEDED);
        talk.pubrec(3, 0);
        assertEquals("PUBREL 3", talk.heard());
        talk.pubcomp(3);
        await().untilAsserted(() -> assertEquals(List.of("ACKED done"), settled));
        return talk;
    }

    private Talk started(int sessionSeconds, boolean sessionPresent) throws IOException {
        start(options(sessionSeconds));
        return broker.greeted(sessionPresent);
    }

    private LinkOptions options(int sessionSeconds) {
        return new LinkOptions(broker.address(), "device-1", 16, 100, sessionSeconds, Manners.NONE, BrokerAccess.OPEN);
    }

    private void start(LinkOptions options) {
        link = new NettyLink(loops.next(), options, null, new SplittableRandom(7), this::settle, new Failures());
        link.start();
    }

    private NettyLink link() {
        if (link == null) {
            throw new IllegalStateException("link must be started");
        }
        return link;
    }

    private boolean publishAtMostOnce() {
        return link().publish(new Publication("telemetry/s/d", new byte[4_096]).with(0, null));
    }

    private void publish(int qos, String payload) {
        assertTrue(link().publish(
                        new Publication("telemetry/s/d", payload.getBytes(StandardCharsets.UTF_8)).with(qos, null)));
    }

    private void settle(Publication publication, Answer answer) {
        settled.add(answer + " " + new String(publication.payload(), StandardCharsets.UTF_8));
    }
}
