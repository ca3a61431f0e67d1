package io.sluice.gateway.mqtt.session;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_5;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.sluice.gateway.mqtt.GateHarness;
import io.sluice.gateway.mqtt.GateHarness.Client;
import io.sluice.gateway.mqtt.Sent;
import io.sluice.gateway.mqtt.gate.DurableGate;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BrokerHandshakeTest {
    private final GateHarness harness = new GateHarness();

    /** Where its CONNACK fails, the broker keeps the session for good, and may take it from who has it then. */
    @Test
    void isNotClosedBeforeTheBrokerHasAnswered() {
        Client client = hungUpBeforeItsConnAck();
        assertTrue(client.channel.isOpen());

        ChannelHandlerContext broker = client.channel.pipeline().context(client.broker);
        client.broker.acceptConnect(broker);
        client.run();

        assertFalse(client.channel.isOpen());
        assertEquals("nothing", client.answer());
    }

    @Test
    void isClosedWhenTheBrokerHasAnsweredThoughTlsAsksButOnce() {
        Client client = unanswered();
        client.channel.pipeline().addAfter(BrokerHandshake.NAME, "tls", new ChannelOutboundHandlerAdapter() {
            private boolean hasAsked;

            @Override
            public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
                if (!hasAsked) {
                    hasAsked = true;
                    ctx.close(promise);
                }
            }
        });
        client.channel.pipeline().close();
        client.run();

        client.broker.acceptConnect(client.channel.pipeline().context(client.broker));
        client.run();

        assertFalse(client.channel.isOpen());
    }

    @Test
    void isClosedWhereTheBrokerDoesNotAnswer() {
        isClosedAfterFiveSeconds(hungUpBeforeItsConnAck());
        isClosedAfterFiveSeconds(unanswered());
    }

    @Test
    void hasFiveSecondsInAllWhereTheGatewayClosesIt() {
        Client client = unanswered();

        harness.open().send(Sent.connect(MQTT_3_1_1, "hasty", true));

        isClosedAfterFiveSeconds(client);
    }

    private static void isClosedAfterFiveSeconds(Client client) {
        client.channel.advanceTimeBy(4_999, TimeUnit.MILLISECONDS);
        client.run();
        assertTrue(client.channel.isOpen());

        client.channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        client.run();
        assertFalse(client.channel.isOpen());
    }

    private Client hungUpBeforeItsConnAck() {
        Client client = unanswered();
        client.channel.pipeline().close(); // the channel's own would cancel what is scheduled
        client.run();
        return client;
    }

    private Client unanswered() {
        Client client = harness.open();
        client.channel.freezeTime();
        client.broker.answersConnect = false;
        client.send(Sent.connect(MQTT_3_1_1, "hasty", true));
        return client;
    }

    @Test
    void tellsAClientThatIsTakenOverRightAfterItsConnAck() {
        Client client = welcomedByABrokerThatIsNotDone();

        harness.open().send(Sent.connect(MQTT_5, "client-1", true));
        assertEquals("nothing", client.answer());
        brokerIsDone(client);

        assertEquals("DISCONNECT 0x8E", client.answer());
        assertFalse(client.isOpen());
    }

    @Test
    void tellsAClientThatTheGatewayStopsRightAfterItsConnAck() {
        Client client = welcomedByABrokerThatIsNotDone();

        ChannelHandlerContext gate = client.channel.pipeline().context(DurableGate.class);
        ((DurableGate) gate.handler()).leave(gate, System.nanoTime() + TimeUnit.MINUTES.toNanos(1));
        assertEquals("nothing", client.answer());
        assertTrue(client.isOpen());
        brokerIsDone(client);
        client.channel.advanceTimeBy(5, TimeUnit.MILLISECONDS);

        assertEquals("DISCONNECT 0x8B", client.answer());
        assertFalse(client.isOpen());
    }

    private Client welcomedByABrokerThatIsNotDone() {
        Client client = harness.open();
        client.channel.freezeTime();
        client.broker.answersConnect = false;
        client.send(Sent.connect(MQTT_5, "client-1", true));
        client.channel.writeAndFlush(MqttMessageBuilders.connAck()
                .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
                .build());
        assertInstanceOf(MqttConnAckMessage.class, client.next());
        return client;
    }

    private static void brokerIsDone(Client client) {
        client.channel.pipeline().addFirst("inflightResender", new ChannelInboundHandlerAdapter());
        client.channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
    }
}
