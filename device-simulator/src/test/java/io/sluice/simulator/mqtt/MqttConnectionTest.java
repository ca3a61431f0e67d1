package io.sluice.simulator.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How connections begin and end, without a socket. */
class MqttConnectionTest {
    private static final LinkOptions OPTIONS = new LinkOptions(new BrokerAddress("127.0.0.1", 1), "device-1", 16, 100);

    private final Losses losses = new Losses();

    @Test
    void a_broker_that_does_not_answer_is_not_waited_for() {
        EmbeddedChannel channel = new EmbeddedChannel(new MqttConnection(OPTIONS, true, losses));
        pass(channel, 29);
        assertTrue(channel.isOpen());

        pass(channel, 1);
        assertFalse(channel.isOpen());
        assertEquals(List.of(new ConnectFailure("not-answered", "", Setback.LOST)), losses.told());
    }

    @Test
    void a_broker_that_has_answered_is_stayed_with() {
        EmbeddedChannel channel = new EmbeddedChannel(new MqttConnection(OPTIONS, true, losses));
        channel.writeInbound(MqttMessageBuilders.connAck()
                .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
                .build());

        pass(channel, 31);
        assertTrue(channel.isOpen());
    }

    @Test
    void a_broker_that_says_nothing_to_a_ping_is_hung_up_on() {
        EmbeddedChannel channel = new EmbeddedChannel(new MqttConnection(OPTIONS, true, losses));
        channel.writeInbound(MqttMessageBuilders.connAck()
                .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
                .build());
        pass(channel, 30);
        assertTrue(channel.outboundMessages().remove(MqttMessage.PINGREQ));
        channel.writeInbound(MqttMessage.PINGRESP);
        pass(channel, 30);
        assertTrue(channel.outboundMessages().remove(MqttMessage.PINGREQ));
        assertTrue(channel.isOpen());

        pass(channel, 30);
        assertFalse(channel.isOpen());
        assertEquals(List.of(Setback.LOST), losses.setbacks());
    }

    @Test
    void it_is_the_broker_who_closes_when_it_has_heard_the_goodbye() {
        MqttConnection connection = new MqttConnection(OPTIONS, true, losses);
        EmbeddedChannel channel = new EmbeddedChannel(connection);

        connection.departure().leave();

        assertTrue(channel.outboundMessages().contains(MqttMessage.DISCONNECT));
        assertTrue(channel.isOpen());
    }

    @Test
    void who_is_gone_before_the_connection_stands_says_nothing() {
        MqttConnection early = new MqttConnection(OPTIONS, true, losses);
        early.departure().disconnect();

        EmbeddedChannel channel = new EmbeddedChannel(early);

        assertFalse(channel.isOpen());
        assertTrue(channel.outboundMessages().isEmpty());
        assertEquals(List.of(Setback.LOST), losses.setbacks());
    }

    private static void pass(EmbeddedChannel channel, int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }
}
