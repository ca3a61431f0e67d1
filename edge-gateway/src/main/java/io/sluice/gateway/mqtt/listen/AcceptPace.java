package io.sluice.gateway.mqtt.listen;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.sluice.gateway.access.Limits;
import java.util.concurrent.TimeUnit;

/**
 * Accepts no more connections in a moment than there is time for beside those that stand: the rest wait in the kernel,
 * which costs nothing, and where its queue is full, TCP makes the clients come again later.
 */
public final class AcceptPace extends ChannelInboundHandlerAdapter {
    private static final long TICK_MILLIS = 3;

    private final Limits limits;
    private int accepted;

    public AcceptPace(Limits limits) {
        this.limits = limits;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object connection) {
        ctx.fireChannelRead(connection);
        accepted++;
        ChannelConfig listener = ctx.channel().config();
        if (limits.isOn() && listener.isAutoRead() && accepted >= limits.acceptedWithin(TICK_MILLIS)) {
            listener.setAutoRead(false);
            ctx.executor().schedule(() -> goOn(ctx), TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void goOn(ChannelHandlerContext ctx) {
        accepted = 0;
        ctx.channel().config().setAutoRead(true);
    }
}
