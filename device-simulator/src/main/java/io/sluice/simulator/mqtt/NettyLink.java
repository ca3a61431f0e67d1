package io.sluice.simulator.mqtt;

import io.netty.channel.EventLoop;
import java.net.SocketAddress;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A link for fleets: MQTT 5 on an event loop it shares with thousands of others. Everything but the count of what is
 * outstanding, and whether it is closed, is touched by that loop alone. Where the session is clean, a message that is
 * sent again is a new publish: what it says is told apart by its (epoch, seq).
 */
final class NettyLink implements BreakableLink {
    private final EventLoop loop;
    private final LinkOptions options;
    private final AtomicInteger outstanding = new AtomicInteger();
    private final ConnectionCycle connections;
    private volatile boolean closed;

    NettyLink(
            EventLoop loop,
            LinkOptions options,
            @Nullable SocketAddress source,
            SplittableRandom random,
            PublicationListener listener,
            Failures failures) {
        this.loop = loop;
        this.options = options;
        this.connections =
                new ConnectionCycle(loop, options, source, random, new Counted(listener), failures, () -> closed);
    }

    @Override
    public void start() {
        loop.execute(connections::connect);
    }

    @Override
    public boolean publish(Publication publication) {
        if (closed) {
            return false;
        }
        if (outstanding.incrementAndGet() > options.maxOutstanding()) {
            outstanding.decrementAndGet();
            return false;
        }
        if (loop.inEventLoop()) {
            connections.send(publication);
        } else {
            loop.execute(() -> connections.send(publication));
        }
        return true;
    }

    @Override
    public boolean isConnected() {
        return connections.isConnected();
    }

    @Override
    public int outstanding() {
        return outstanding.get();
    }

    @Override
    public int takenOver() {
        return connections.takenOver();
    }

    @Override
    public void reset() {
        loop.execute(connections::reset);
    }

    @Override
    public void breakOff(Ending how) {
        loop.execute(() -> connections.breakOff(how));
    }

    @Override
    public boolean leave() {
        return connections.leave();
    }

    @Override
    public void suspend() {
        loop.execute(connections::suspend);
    }

    @Override
    public void resume() {
        loop.execute(connections::resume);
    }

    @Override
    public void close() {
        closed = true;
        loop.execute(connections::close);
    }

    /** Before an answer is told, there is room for the next publication. */
    private final class Counted implements PublicationListener {
        private final PublicationListener listener;

        Counted(PublicationListener listener) {
            this.listener = listener;
        }

        @Override
        public void settled(Publication publication, Answer answer) {
            outstanding.decrementAndGet();
            listener.settled(publication, answer);
        }

        @Override
        public void said(Publication publication) {
            listener.said(publication);
        }
    }
}
