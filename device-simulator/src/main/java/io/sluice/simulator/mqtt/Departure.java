package io.sluice.simulator.mqtt;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.mqtt.MqttMessage;
import org.jspecify.annotations.Nullable;

/**
 * How this side ends its connection: with a word or without, and for good or not. Before there is a connection it is
 * unwanted at most. On its event loop only.
 */
final class Departure {
    private static final int WITH_WILL = 0x04;

    private final Manners manners;
    private final Loss loss;
    private final KeepAlive keepAlive;
    private @Nullable ChannelHandlerContext context;
    private boolean unwanted;
    private boolean deaf;

    Departure(Manners manners, Loss loss, KeepAlive keepAlive) {
        this.manners = manners;
        this.loss = loss;
        this.keepAlive = keepAlive;
    }

    void opened(ChannelHandlerContext ctx) {
        context = ctx;
    }

    /** It was ended before it was there. */
    boolean isUnwanted() {
        return unwanted;
    }

    /** It was broken off: what still comes is not heard. */
    boolean isDeaf() {
        return deaf;
    }

    /** Says goodbye; the broker forgets the will. */
    void disconnect() {
        loss.isOurs();
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            unwanted = true;
        } else {
            ctx.writeAndFlush(Packets.disconnect(manners.goodbye())).addListener(done -> ctx.close());
        }
    }

    /** Says goodbye and no more; the broker closes when it has heard. */
    void leave() {
        loss.isOurs();
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            keepAlive.stop();
            ctx.writeAndFlush(MqttMessage.DISCONNECT);
        }
    }

    /** Breaks off without a word. */
    void reset() {
        loss.isOurs();
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            unwanted = true;
        } else if (ctx.channel().isOpen()) {
            ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            ctx.pipeline().firstContext().close(); // behind TLS, which would say goodbye
        }
    }

    /** For good; what comes after that is not heard. */
    void breakOff(Ending how) {
        loss.isOurs();
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            unwanted = true;
            return;
        }
        deaf = true;
        keepAlive.stop();
        switch (how) {
            case RESET -> reset();
            case SILENCE -> ctx.channel().config().setAutoRead(false);
            case END_OF_STREAM -> ((SocketChannel) ctx.channel()).shutdownOutput();
            case DISCONNECT_WITH_WILL -> ctx.writeAndFlush(Packets.disconnect(WITH_WILL));
        }
    }
}
