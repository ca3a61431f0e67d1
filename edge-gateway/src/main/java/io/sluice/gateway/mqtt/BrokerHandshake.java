package io.sluice.gateway.mqtt;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moquette's part of a connection's beginning, from the CONNECT that it is handed until it takes packets. A session
 * whose CONNACK was not written stays connecting for ever there, and if another connection has it by then, loses that.
 * So CONNACK succeeds as far as Moquette can tell, and the connection is lost after it. Where the socket is closed
 * before CONNACK, since its client has closed its half, Moquette does see it fail; the next connection waits until that
 * is likely over. Confined to the channel's event loop.
 */
final class BrokerHandshake {
    private static final Logger log = LoggerFactory.getLogger(BrokerHandshake.class);
    private static final String MOQUETTE = "handler";

    private static final long POLL_MICROS = 100;

    /** A second: by then Moquette is not about to be ready, it will never be. */
    private static final int MAX_POLLS = 10_000;

    private final SessionKeeper session;
    private boolean isUnderWay;

    BrokerHandshake(SessionKeeper session) {
        this.session = session;
    }

    /** Moquette gets CONNECT. */
    void begin() {
        isUnderWay = true;
        session.brokerAsked();
    }

    boolean isUnderWay() {
        return isUnderWay;
    }

    /** Moquette is done with CONNECT. */
    void end() {
        isUnderWay = false;
        session.settled();
    }

    /**
     * CONNACK is said as far as Moquette knows: runs when that has taken effect, or never on a connection that ends.
     */
    void awaitMoquette(ChannelHandlerContext ctx, Runnable then) {
        if (!isUnderWay || !ctx.channel().isActive()) {
            return;
        }
        if (isMoquetteReady(ctx)) {
            end();
            then.run();
        } else {
            ctx.executor().schedule(() -> awaitMoquette(ctx, then), POLL_MICROS, TimeUnit.MICROSECONDS);
        }
    }

    private static boolean isMoquetteReady(ChannelHandlerContext ctx) {
        return Resender.isIn(ctx.pipeline());
    }

    /** Tells Moquette of the connection's end, once it knows of its beginning. */
    void channelInactive(ChannelHandlerContext ctx) {
        ChannelHandlerContext moquette = ctx.pipeline().context(MOQUETTE);
        if (isUnderWay && moquette != null && !isMoquetteReady(ctx)) {
            tellLater(ctx, moquette, MAX_POLLS);
            return;
        }
        if (isUnderWay) {
            end();
        }
        ctx.fireChannelInactive();
    }

    /** By then Netty has taken all handlers out of the pipeline. Those between had nothing yet. */
    private void tellLater(ChannelHandlerContext ctx, ChannelHandlerContext moquette, int polls) {
        if (polls > 0 && !isMoquetteReady(ctx) && !ctx.executor().isShuttingDown()) {
            ctx.executor().schedule(() -> tellLater(ctx, moquette, polls - 1), POLL_MICROS, TimeUnit.MICROSECONDS);
            return;
        }
        try {
            ((ChannelInboundHandler) moquette.handler()).channelInactive(moquette);
        } catch (Exception e) {
            log.atWarn().setCause(e).log("the broker was not told of a connection's end");
        }
        end();
    }
}
