package io.sluice.gateway.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.Socket;
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
    void a_device_gets_in_where_hundreds_stand_and_say_nothing() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try (FrontFixture front = new FrontFixture(new FakeDurableLog().committing(), FrontFixture.settings())) {
            front.start();
            // Some more than there is room for: which of the first came first is for the event loops to say.
            for (int i = 0; i < 1_040; i++) {
                silent.add(new Socket(InetAddress.getLoopbackAddress(), front.port()));
            }
            Socket longest = silent.get(0);
            longest.setSoTimeout(2_000);
            assertEquals(-1, longest.getInputStream().read(), "closed, long before the five seconds of a slow CONNECT");
            try (RawClient device = RawClient.connected(front.port(), Sent.connectPersistent5("in-a-crowd"))) {
                assertTrue(device.isOpen());
            }
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }
}
