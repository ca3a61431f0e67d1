package io.sluice.gateway.mqtt.packet;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps packets back, in order, while the connection may not go on, and stops reading from its socket. What is held is
 * what one read had already decoded; the rest waits in the kernel and makes TCP push back.
 */
public final class InboundHold extends ChannelInboundHandlerAdapter {
    /** Why packets are kept back. */
    public enum Cause {
        CONNACK_AWAITED,
        SPOOL_FULL,
        TOO_FAST,
        CLIENT_DOES_NOT_READ,
        SHUTTING_DOWN
    }

    private final EnumSet<Cause> causes = EnumSet.noneOf(Cause.class);
    private @Nullable ArrayDeque<Object> held;
    private @Nullable ChannelHandlerContext context;
    private boolean releasing;

    public void pause(Cause cause) {
        causes.add(cause);
        context().channel().config().setAutoRead(false);
    }

    public void resume(Cause cause) {
        if (causes.remove(cause)) {
            release();
        }
    }

    public boolean isPaused() {
        return !causes.isEmpty();
    }

    private void release() {
        if (releasing) {
            return;
        }
        releasing = true;
        boolean anyReleased = false;
        try {
            while (causes.isEmpty() && held != null && !held.isEmpty()) {
                anyReleased = true;
                context().fireChannelRead(held.poll());
            }
        } finally {
            releasing = false;
        }
        if (anyReleased) {
            context().fireChannelReadComplete();
        }
        if (causes.isEmpty()) {
            context().channel().config().setAutoRead(true);
        }
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext added = context;
        if (added == null) {
            throw new IllegalStateException("the hold must be in a pipeline, was not");
        }
        return added;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        if (causes.isEmpty() && !releasing) {
            ctx.fireChannelRead(packet);
            return;
        }
        if (held == null) {
            held = new ArrayDeque<>();
        }
        held.add(packet);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            resume(Cause.CLIENT_DOES_NOT_READ);
        } else {
            pause(Cause.CLIENT_DOES_NOT_READ);
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        drop();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        drop();
    }

    private void drop() {
        if (held != null) {
            held.forEach(ReferenceCountUtil::release);
            held = null;
        }
    }
}
