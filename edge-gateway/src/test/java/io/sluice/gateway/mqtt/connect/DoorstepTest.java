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
import java.net.InetSocketAddress;
import java.net.SocketAddress;
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
        assertNull(doorstep.enter("a", first));
        assertNull(doorstep.enter("a", second));
        assertSame(first, doorstep.enter("a", third));
        assertSame(second, doorstep.enter("a", new EmbeddedChannel()));
    }

    @Test
    void who_has_spoken_is_not_in_the_way() {
        doorstep.enter("a", first);
        doorstep.enter("a", second);
        doorstep.leave(first);
        assertNull(doorstep.enter("a", third));
        assertSame(second, doorstep.enter("a", first));
    }

    @Test
    void of_the_address_that_has_most_and_not_of_another() {
        doorstep.enter("good", first);
        doorstep.enter("bad", second);

        assertSame(second, doorstep.enter("bad", third), "the first has been silent for longer");
        doorstep.leave(third);
        assertNull(doorstep.enter("good", second));
        assertSame(first, doorstep.enter("bad", third), "what has left does not count");
    }

    @Test
    void where_all_have_as_many_it_is_who_has_had_them_for_longest() {
        doorstep.enter("a", first);
        doorstep.enter("b", second);

        assertSame(first, doorstep.enter("c", third));
        assertSame(second, doorstep.enter("a", first));
    }

    @Test
    void a_slow_device_gets_in_where_another_address_fills_the_doorstep() {
        GateHarness harness = new GateHarness();
        Client slow = harness.open(from("192.0.2.7"));
        List<Client> silent = new ArrayList<>();
        for (int i = 0; i < 1_024; i++) {
            silent.add(harness.open(from("192.0.2.8")));
        }

        assertTrue(slow.channel.isOpen());
        assertFalse(silent.get(0).channel.isOpen());
        assertTrue(silent.get(1).channel.isOpen());
        silent.forEach(client -> client.channel.close());
        slow.channel.close();
    }

    private static EmbeddedChannel from(String address) {
        return new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress(address, 40_000);
            }
        };
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
