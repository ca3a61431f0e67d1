package io.sluice.gateway.mqtt.session;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_3_1_1;
import static io.sluice.gateway.mqtt.Sent.TOPIC;
import static io.sluice.gateway.mqtt.Sent.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.sluice.gateway.mqtt.FakeDurableLog;
import io.sluice.gateway.mqtt.GateHarness;
import io.sluice.gateway.mqtt.GateHarness.Client;
import io.sluice.gateway.mqtt.Sent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The spool had no room for a will: its client is let in, and read when the spool has it. */
final class WillWithoutRoomTest {
    private final GateHarness harness = new GateHarness();
    private final FakeDurableLog log = harness.log;

    private Client mortal() {
        return harness.connected(MqttMessageBuilders.connect()
                .protocolVersion(MQTT_3_1_1)
                .clientId("client-1")
                .cleanSession(true)
                .willFlag(true)
                .willQoS(MqttQoS.AT_LEAST_ONCE)
                .willTopic(TOPIC)
                .willMessage(json(-1).getBytes(StandardCharsets.UTF_8))
                .build());
    }

    private List<String> taken() {
        return log.taken().stream()
                .map(entry -> entry.getClass().getSimpleName())
                .toList();
    }

    @Test
    void standsInTheSpoolBeforeWhatItsClientSays() {
        log.fill();
        Client client = mortal();
        client.send(Sent.publish(1, 1, TOPIC, json(1)));
        assertEquals(List.of(), taken());

        log.makeRoom();
        client.run();
        assertEquals(List.of("WillLeft", "Messages"), taken());
        log.commit();
        assertEquals("PUBACK 1 0x00", client.answer());
    }

    @Test
    void standsThereBeforeWhatItsClientSaysWhereTheRoomComesFirst() {
        log.fill();
        Client client = mortal();
        log.makeRoom();
        client.send(Sent.publish(1, 1, TOPIC, json(1)));
        client.run();

        assertEquals(List.of("WillLeft", "Messages"), taken());
    }

    @Test
    void isNotLeftThereBehindItsEnd() {
        log.fillUnnoticed();
        Client old = mortal();
        old.channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
            @Override
            public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
                // the peer is gone, and what was written before is not
            }
        });
        log.fillUnnoticedAfter(2);
        harness.open().send(Sent.connect(MQTT_3_1_1, "client-1", true));
        old.run();
        assertEquals(List.of("Messages", "Death"), taken());

        log.makeRoom();
        old.run();
        assertEquals(List.of("Messages", "Death"), taken());
    }

    @Test
    void isSaidAndDoesNotCountAsALostPublishWhereItsClientIsLostBefore() {
        log.fill();
        Client client = mortal();
        client.channel.freezeTime();
        client.channel.pipeline().close();
        client.run();
        log.makeRoom();
        client.channel.advanceTimeBy(50, TimeUnit.MILLISECONDS);
        client.run();

        assertEquals(List.of("Messages", "Death"), taken());
        assertEquals(0, harness.count("0", "lost"));
    }
}
