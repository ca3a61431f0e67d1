package io.sluice.simulator.mqtt;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.nio.NioEventLoopGroup;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NettyLinkTest extends DeviceLinkContract {
    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);

    @Override
    DeviceLink link(LinkOptions options, SplittableRandom random, PublicationListener listener) {
        return new NettyLink(loops.next(), options, null, random, listener, new Failures());
    }

    @AfterEach
    void stopLoops() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void theBrokersReceiveMaximumIsKept() {
        try (TinyBroker broker = new TinyBroker((topic, payload) -> TinyBroker.SILENCE, 3);
                DeviceLink link = started(broker.address())) {
            publish(link, 20);

            await().during(200, TimeUnit.MILLISECONDS)
                    .until(() -> broker.received().size(), size -> size <= 3);
            await().untilAsserted(() -> assertEquals(3, broker.received().size()));
            assertEquals(20, link.outstanding());
        }
    }

    @Test
    void whatIsPublishedWhileAwayIsSentOnReturn() {
        try (TinyBroker broker = new TinyBroker((topic, payload) -> 0, 100);
                DeviceLink link = started(broker.address())) {
            await().until(link::isConnected);
            link.suspend();
            await().until(() -> !link.isConnected());
            publish(link, 3);
            await().during(200, TimeUnit.MILLISECONDS)
                    .until(() -> broker.received().isEmpty());

            link.resume();
            await().until(() -> link.outstanding() == 0);
            assertEquals(3, broker.received().size());
            assertEquals(2, broker.connections());
        }
    }

    @Test
    void nobodyWaitsForAnAnswerAtQosZero() {
        try (TinyBroker broker = new TinyBroker((topic, payload) -> TinyBroker.SILENCE, 1);
                DeviceLink link = started(broker.address())) {
            for (int i = 0; i < 5; i++) {
                link.publish(new Publication("telemetry/s/d", new byte[] {'1'}).with(0, null));
            }

            await().until(() -> broker.received().size() == 5);
            assertEquals(0, link.outstanding());
        }
    }
}
