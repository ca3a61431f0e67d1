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
        return new NettyLink(loops.next(), options, null, random, listener);
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
}
