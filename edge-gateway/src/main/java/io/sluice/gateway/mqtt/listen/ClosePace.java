package io.sluice.gateway.mqtt.listen;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Closes the connections that clients have ended: a few at once, and of thousands that end in one moment no more than
 * there is time for beside those that stand. Closing one takes longer than an acknowledgement.
 */
@Sharable
public final class ClosePace extends ChannelInboundHandlerAdapter {
    static final int AT_ONCE = 2;
    static final long TICK_MILLIS = 2;

    private final Map<EventExecutor, Turns> turns = new ConcurrentHashMap<>();

    /** Has the channel tell of its end of stream and of what cannot be written, and not close by itself. */
    public void watch(Channel channel) {
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        channel.config().setOption(ChannelOption.AUTO_CLOSE, false);
        channel.pipeline().addFirst(this);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent || event instanceof ChannelOutputShutdownEvent) {
            ctx.channel().config().setAutoRead(false);
            turns.computeIfAbsent(ctx.executor(), Turns::new).take(ctx::close);
        } else if (!(event instanceof ChannelInputShutdownReadComplete)) {
            ctx.fireUserEventTriggered(event);
        }
    }

    /** A reset is told as an exception, and then as the end of stream. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            ctx.fireExceptionCaught(cause);
        }
    }

    /** Of one event loop, and confined to it. */
    static final class Turns {
        private final EventExecutor loop;
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private int closed;

        Turns(EventExecutor loop) {
            this.loop = loop;
        }

        void take(Runnable close) {
            waiting.add(close);
            if (closed < AT_ONCE) {
                closeNext();
            }
        }

        private void closeNext() {
            Runnable next = waiting.poll();
            if (next == null) {
                return;
            }
            if (closed++ == 0) {
                loop.schedule(this::goOn, TICK_MILLIS, TimeUnit.MILLISECONDS);
            }
            next.run();
        }

        private void goOn() {
            closed = 0;
            while (closed < AT_ONCE && !waiting.isEmpty()) {
                closeNext();
            }
        }
    }
}
