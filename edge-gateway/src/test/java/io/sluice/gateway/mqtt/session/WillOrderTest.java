package io.sluice.gateway.mqtt.session;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_5;
import static io.sluice.gateway.mqtt.Sent.TOPIC;
import static io.sluice.gateway.mqtt.Sent.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.mqtt.GateHarness;
import io.sluice.gateway.mqtt.GateHarness.Client;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.gateway.spool.SpoolEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What the end of a client's connection says stands in the spool before what its next connection says, or the device
 * would be dead while it lives. Each connection has an event loop of its own here, which is busy until it is run.
 */
final class WillOrderTest {
    private static final List<String> IN_ORDER = List.of("-1", "death", "1");

    private final GateHarness harness = new GateHarness();

    private static MqttMessageBuilders.ConnectBuilder will(MqttVersion version) {
        return MqttMessageBuilders.connect()
                .protocolVersion(version)
                .clientId("client-1")
                .cleanSession(false)
                .willFlag(true)
                .willQoS(MqttQoS.AT_LEAST_ONCE)
                .willTopic(TOPIC)
                .willMessage(json(-1).getBytes(StandardCharsets.UTF_8));
    }

    private Client mortal() {
        return connected(will(MQTT_3_1_1).build());
    }

    private Client mortalWithin(int seconds) {
        return connected(will(MQTT_5)
                .properties(Sent.number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, 7_200))
                .willProperties(Sent.number(MqttPropertyType.WILL_DELAY_INTERVAL, seconds))
                .build());
    }

    private Client connected(MqttConnectMessage connect) {
        Client client = harness.open();
        client.channel.freezeTime();
        client.send(connect);
        harness.log.commit();
        assertInstanceOf(MqttConnAckMessage.class, client.next());
        return client;
    }

    private Client next() {
        return harness.connected(MQTT_3_1_1);
    }

    /** The broker hears of it when the one before has given up. */
    private Client coming() {
        Client client = harness.open();
        client.send(Sent.connect(MQTT_3_1_1, "client-1", true));
        return client;
    }

    private static void publish(Client client) {
        client.send(Sent.publish(1, 1, TOPIC, json(1)));
    }

    /** The channel's own close would cancel what is scheduled. */
    private static void lose(Client client) {
        client.channel.pipeline().close();
        client.run();
    }

    private static void doNotClose(Client client) {
        client.channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
            @Override
            public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
                // the peer is gone, and what was written before is not
            }
        });
    }

    private static void pass(Client client, long amount, TimeUnit unit) {
        client.channel.advanceTimeBy(amount, unit);
        client.run();
    }

    /** What was said and which deaths there were, as they stand in the spool. */
    private List<String> spooled() {
        return harness.log.taken().stream()
                .filter(entry -> entry instanceof SpoolEntry.Messages || entry instanceof SpoolEntry.Death)
                .map(entry -> entry instanceof SpoolEntry.Messages said
                        ? Integer.toString((int) said.messages().get(0).number(0))
                        : "death")
                .toList();
    }

    /** What the next one says has room first, and waits all the same until the old one's will has been tried again. */
    private void assertWaitsForRoomWith(Client old, Client next) {
        harness.log.makeRoom();
        next.run();
        assertEquals(List.of(), spooled());

        pass(old, 50, TimeUnit.MILLISECONDS);
        next.run();
        assertEquals(IN_ORDER, spooled());
    }

    @Test
    void ofAConnectionThatIsTakenOver() {
        Client old = mortal();
        Client next = coming();
        publish(next);
        assertEquals(List.of(), spooled());

        old.run();
        next.run();
        assertEquals(IN_ORDER, spooled());
    }

    @Test
    void ofASessionThatTheNextConnectionEnds() {
        Client old = mortalWithin(3_600);
        lose(old);
        publish(next());
        assertEquals(IN_ORDER, spooled());
    }

    @Test
    void ofAllConnectionsBefore() {
        Client old = mortal();
        Client between = coming();
        publish(between);
        lose(between);
        Client next = coming();
        publish(next);
        assertEquals(List.of(), spooled());

        old.run();
        next.run();
        assertEquals(IN_ORDER, spooled(), "what was held of the one between is lost with it");
    }

    @Test
    void whereTheSocketOfTheOldConnectionDoesNotClose() {
        Client old = mortal();
        doNotClose(old);
        Client next = coming();
        publish(next);
        old.run();
        assertTrue(old.isOpen());
        next.run();
        assertEquals(IN_ORDER, spooled());
    }

    @Test
    void whereThereIsNoRoomWhenItIsTakenOver() {
        Client old = mortal();
        harness.log.fill();
        Client next = coming();
        publish(next);
        old.run();
        assertWaitsForRoomWith(old, next);
    }

    @Test
    void whereThereWasNoRoomWhenItWasLost() {
        Client old = mortal();
        harness.log.fill();
        lose(old);
        Client next = next();
        publish(next);
        assertWaitsForRoomWith(old, next);
    }

    @Test
    void ofAllConnectionsBeforeWhereThereWasNoRoom() {
        Client old = mortal();
        harness.log.fill();
        lose(old);
        Client between = next();
        publish(between);
        Client last = coming();
        publish(last);
        between.run();
        assertWaitsForRoomWith(old, last);
    }

    @Test
    void ofEachThatThereWasNoRoomFor() {
        Client old = mortal();
        harness.log.fill();
        lose(old);
        Client between = mortal();
        lose(between);
        Client last = next();
        publish(last);
        harness.log.makeRoom();
        pass(old, 50, TimeUnit.MILLISECONDS);
        last.run();
        assertEquals(List.of("-1", "death"), spooled());

        pass(between, 50, TimeUnit.MILLISECONDS);
        last.run();
        assertEquals(List.of("-1", "death", "-1", "death", "1"), spooled());
    }

    @Test
    void whereThereWasNoRoomWhenItsDelayWasOver() {
        Client old = mortalWithin(3_600);
        lose(old);
        harness.log.fill();
        pass(old, 3_600, TimeUnit.SECONDS);
        Client next = next();
        publish(next);
        assertWaitsForRoomWith(old, next);
    }

    /** Or the gateway's next life would have the device dead behind what it has said since. */
    @Test
    void ofAWillThatThereWasNoRoomToCallOff() {
        Client old = mortal();
        harness.log.fill();
        old.send(Sent.ofType(MqttMessageType.DISCONNECT));
        lose(old);
        Client next = next();
        publish(next);
        harness.log.makeRoom();
        next.run();
        assertEquals(List.of(), spooled());

        pass(old, 50, TimeUnit.MILLISECONDS);
        next.run();
        assertEquals(List.of("1"), spooled());
    }

    @Test
    void ofAConnectionThatIsTakenOverWhileItWaitsForRoomItself() {
        Client old = mortal();
        doNotClose(old);
        harness.log.fill();
        old.send(Sent.publish(1, 1, TOPIC, json(0)));
        Client next = coming();
        publish(next);
        old.run();
        harness.log.makeRoom();
        old.run();
        pass(old, 50, TimeUnit.MILLISECONDS);
        next.run();
        assertEquals(IN_ORDER, spooled(), "what waited for room is sent again by its client");
    }

    /** Nobody waits whose old connection has nothing to say. */
    @Test
    void isNoMatterForWhoLeavesNoWill() {
        Client old = next();
        Client next = coming();
        publish(next);
        old.run();
        next.run();
        assertEquals(List.of("1"), spooled());
    }
}
