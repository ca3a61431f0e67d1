package io.sluice.gateway.mqtt.session;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.sluice.gateway.mqtt.session.SessionHolders.Holder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moquette's part of a connection's beginning, from its turn among the session's connections until it takes packets. A
 * session whose CONNACK was not written stays connecting for ever there, and if another connection has it by then,
 * loses that. So a socket is not closed, whoever wants it to be, before Moquette has answered, CONNACK succeeds as far
 * as Moquette can tell, and the connection is lost after it. Confined to the channel's event loop.
 */
public final class BrokerHandshake extends ChannelOutboundHandlerAdapter {
    public static final String NAME = "sluice-handshake";

    private static final Logger log = LoggerFactory.getLogger(BrokerHandshake.class);
    private static final String MOQUETTE = "handler";

    /** The shortest wait that event loops have. */
    private static final long POLL_MILLIS = 1;

    /** A second: by then Moquette is not about to be ready, it will never be. */
    private static final int MAX_POLLS = 1_000;

    /** Moquette is done with CONNECT by then, or never will be. */
    private static final long DONE_WITHIN_SECONDS = 5;

    private @Nullable ChannelHandlerContext own;
    private @Nullable Holder holder;
    private CompletableFuture<Void> before = CompletableFuture.completedFuture(null);
    private boolean isUnderWay;
    private boolean isAnswered;
    private boolean isCloseWanted;
    private @Nullable Future<?> deadline;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        own = ctx;
    }

    /** From here a socket is closed without us. */
    private ChannelHandlerContext ours() {
        ChannelHandlerContext known = own;
        if (known == null) {
            throw new IllegalStateException("the handler must be in its pipeline, was not");
        }
        return known;
    }

    /** The connection has the session now, and waits its turn behind the previous one, null where there is none. */
    void queue(Holder ours, @Nullable Holder previous) {
        holder = ours;
        if (previous != null) {
            // Moquette dies of a PUBACK to a session that the next CONNECT has ended.
            before = CompletableFuture.allOf(previous.settled(), previous.quiet());
        }
    }

    /** Runs on the event loop once Moquette is done with the CONNECT of the session's connection before. */
    public void whenFree(Runnable then) {
        if (holder != null) {
            holder.runAfter(before, then);
        }
    }

    /** Moquette gets CONNECT. Where it is never done with that, the connection is closed. */
    void begin(ChannelHandlerContext ctx) {
        isUnderWay = true;
        isAnswered = false;
        deadline = ctx.executor().schedule(() -> ours().close(), DONE_WITHIN_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (!isUnderWay || isAnswered) {
            ctx.close(promise);
            return;
        }
        isCloseWanted = true;
        ctx.channel().closeFuture().addListener(closed -> promise.trySuccess());
    }

    /**
     * Moquette has answered CONNECT.
     *
     * @return whether the connection was to be closed before that
     */
    public boolean answered() {
        isAnswered = true;
        return isCloseWanted;
    }

    /** A TLS handler between asks us but once, and may have done so before the answer, when we could not. */
    public void closeAnswered(ChannelHandlerContext ctx) {
        if (isCloseWanted) {
            ours().close();
        } else {
            ctx.close();
        }
    }

    public boolean isUnderWay() {
        return isUnderWay;
    }

    /** Moquette is done with CONNECT. */
    public void end() {
        isOver();
        settle();
    }

    private void isOver() {
        isUnderWay = false;
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    private void settle() {
        if (holder != null) {
            holder.settle();
        }
    }

    /**
     * CONNACK is said as far as Moquette knows: runs when that has taken effect, or never on a connection that ends.
     */
    public void awaitMoquette(ChannelHandlerContext ctx, Runnable then) {
        if (!isUnderWay || !ctx.channel().isActive()) {
            return;
        }
        if (isMoquetteReady(ctx)) {
            end();
            then.run();
        } else {
            ctx.executor().schedule(() -> awaitMoquette(ctx, then), POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static boolean isMoquetteReady(ChannelHandlerContext ctx) {
        return Resender.isIn(ctx.pipeline());
    }

    /** Tells Moquette of the connection's end, once it knows of its beginning. */
    public void channelInactive(ChannelHandlerContext ctx) {
        ChannelHandlerContext moquette = ctx.pipeline().context(MOQUETTE);
        if (isUnderWay && moquette != null && !isMoquetteReady(ctx)) {
            tellLater(ctx, moquette, MAX_POLLS);
            return;
        }
        isOver();
        ctx.fireChannelInactive();
        before.thenRun(this::settle); // one whose CONNECT Moquette never got has only those before it to wait for
    }

    /** By then Netty has taken all handlers out of the pipeline. Those between had nothing yet. */
    private void tellLater(ChannelHandlerContext ctx, ChannelHandlerContext moquette, int polls) {
        if (polls > 0 && !isMoquetteReady(ctx) && !ctx.executor().isShuttingDown()) {
            ctx.executor().schedule(() -> tellLater(ctx, moquette, polls - 1), POLL_MILLIS, TimeUnit.MILLISECONDS);
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
