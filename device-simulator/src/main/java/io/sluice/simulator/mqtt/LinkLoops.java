package io.sluice.simulator.mqtt;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.SocketAddress;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The few threads that many links share. Closing ends them; links are to be closed before. */
public final class LinkLoops implements AutoCloseable {
    private final EventLoopGroup loops;
    private final AtomicInteger made = new AtomicInteger();
    private final Failures failures = new Failures();

    public LinkLoops(String name, int threads) {
        loops = new NioEventLoopGroup(threads, new DefaultThreadFactory(name, true));
    }

    public BreakableLink link(LinkOptions options, SplittableRandom random, PublicationListener listener) {
        SocketAddress source = SourceAddresses.of(options.broker(), made.getAndIncrement());
        return new NettyLink(loops.next(), options, source, random, listener, failures);
    }

    /** Of all the links. */
    public Failures failures() {
        return failures;
    }

    /** One of the threads, for small tasks that never block. */
    public ScheduledExecutorService executor() {
        return loops.next();
    }

    @Override
    public void close() {
        loops.shutdownGracefully(50, 2_000, TimeUnit.MILLISECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
