package io.sluice.gateway.mqtt.connect;

import static io.netty.handler.codec.mqtt.MqttVersion.MQTT_5;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.sluice.gateway.mqtt.GateHarness;
import io.sluice.gateway.mqtt.GateHarness.Client;
import io.sluice.gateway.mqtt.Sent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoorstepTest {
    private final Doorstep doorstep = new Doorstep(2);
    private final Channel first = new EmbeddedChannel();
    private final Channel second = new EmbeddedChannel();
    private final Channel third = new EmbeddedChannel();

    @Test
    void the_longest_silent_gives_way() {
        assertNull(doorstep.enter(first));
        assertNull(doorstep.enter(second));
        assertSame(first, doorstep.enter(third));
        assertSame(second, doorstep.enter(new EmbeddedChannel()));
    }

    @Test
    void who_has_spoken_is_not_in_the_way() {
        doorstep.enter(first);
        doorstep.enter(second);
        doorstep.leave(first);
        assertNull(doorstep.enter(third));
        assertSame(second, doorstep.enter(first));
    }

    @Test
    void a_device_gets_in_where_a_thousand_stand_and_say_nothing() {
        GateHarness harness = new GateHarness();
        Client early = harness.connected(MQTT_5);
        List<Client> silent = new ArrayList<>();
        for (int i = 0; i < 1_024; i++) {
            silent.add(harness.open());
        }
        assertTrue(silent.get(0).channel.isOpen());

        Client late = harness.connected(Sent.connectPersistent5("late"));

        assertFalse(silent.get(0).channel.isOpen());
        assertTrue(silent.get(1).channel.isOpen());
        assertTrue(early.channel.isOpen());
        assertTrue(late.channel.isOpen());
        silent.forEach(client -> client.channel.close());
        early.end();
        late.end();
    }
}
