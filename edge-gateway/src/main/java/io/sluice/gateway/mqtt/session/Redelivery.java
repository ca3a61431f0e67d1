package io.sluice.gateway.mqtt.session;

import io.moquette.broker.InflightResender.ResendNotAckedPublishes;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;

/**
 * What a client has not answered. Of a session that goes on it is sent again at once, before all that has come since,
 * as MQTT wants it; Moquette would do so after five seconds, in any order. Thread-safe.
 */
@Sharable
public final class Redelivery extends ChannelInboundHandlerAdapter {
    public static final String NAME = "sluice-redelivery";

    /** As much as Moquette has unanswered, which is ten packets. */
    private static final WriteBufferWaterMark ALL = new WriteBufferWaterMark(Integer.MAX_VALUE, Integer.MAX_VALUE);

    /**
     * Before Moquette knows that CONNACK was written: until then it sends nothing of its own.
     *
     * @param then runs on the connection's event loop
     */
    static void goOn(Channel channel, Runnable then) {
        MoquetteConnection connection = MoquetteConnection.of(channel);
        if (connection == null) {
            then.run();
            return;
        }
        WriteBufferWaterMark usual = channel.config().getWriteBufferWaterMark();
        channel.config().setWriteBufferWaterMark(ALL); // what is beyond it Moquette drops for another five seconds
        connection.resendAll(() -> {
            if (!channel.eventLoop().isShuttingDown()) {
                channel.eventLoop().execute(() -> {
                    channel.config().setWriteBufferWaterMark(usual);
                    then.run();
                });
            }
        });
    }

    /** Moquette would look through the session on this thread, beside the session's loop. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        MoquetteConnection connection =
                event instanceof ResendNotAckedPublishes ? MoquetteConnection.of(ctx.channel()) : null;
        if (connection == null) {
            ctx.fireUserEventTriggered(event);
        } else {
            connection.resendDue();
        }
    }
}
