package io.sluice.gateway.mqtt.session;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.sluice.gateway.mqtt.session.SessionHolders.Holder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moquette's part of a connection's beginning, from its turn among the session's connections until it takes packets. A
 * session whose CONNACK was not written stays connecting for ever there, and if another connection has it by then,
 * loses that. So CONNACK succeeds as far as Moquette can tell, and the connection is lost after it. Where the socket is
 * closed before CONNACK, since its client has closed its half, Moquette does see it fail; the next connection waits
 * until that is likely over, and a session that nobody has then is ended. Confined to the channel's event loop.
 */
public final class BrokerHandshake {
    private static final Logger log = LoggerFactory.getLogger(BrokerHandshake.class);
    private static final String MOQUETTE = "handler";

    private static final long POLL_MICROS = 100;

    /** A second: by then Moquette is not about to be ready, it will never be. */
    private static final int MAX_POLLS = 10_000;

    /** By then Moquette has made the session of a CONNECT that it was handed, and failed to say so. */
    private static final long LEFT_BEHIND_MILLIS = 1_000;

    private final SessionHolders holders;
    private final BrokerSessions broker;
    private @Nullable Holder holder;
    private String session = "";
    private CompletableFuture<Void> before = CompletableFuture.completedFuture(null);
    private boolean isUnderWay;
    private boolean hasConnected;

    public BrokerHandshake(SessionHolders holders, BrokerSessions broker) {
        this.holders = holders;
        this.broker = broker;
    }

    /**
     * The connection has the session now, and waits its turn behind the previous one, null where there is none, and
     * until a session that ends is over.
     */
    void queue(String sessionId, Holder ours, @Nullable Holder previous) {
        session = sessionId;
        holder = ours;
        before = holders.ended(sessionId);
        if (previous != null) {
            before = before.thenCombine(previous.settled(), (ended, settled) -> null);
        }
    }

    /** Runs on the event loop once Moquette is done with the CONNECT of the session's connection before. */
    public void whenFree(Runnable then) {
        if (holder != null) {
            holder.runAfter(before, then);
        }
    }

    /** Moquette gets CONNECT. */
    void begin() {
        isUnderWay = true;
    }

    public boolean isUnderWay() {
        return isUnderWay;
    }

    /** Moquette is done with CONNECT. */
    public void end() {
        isUnderWay = false;
        settle();
    }

    private void settle() {
        if (holder != null) {
            holder.settled().complete(null);
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
            ctx.executor().schedule(() -> awaitMoquette(ctx, then), POLL_MICROS, TimeUnit.MICROSECONDS);
        }
    }

    private static boolean isMoquetteReady(ChannelHandlerContext ctx) {
        return Resender.isIn(ctx.pipeline());
    }

    /** Moquette takes packets, and sees to the session's end itself. */
    public void connected() {
        hasConnected = true;
    }

    /** Tells Moquette of the connection's end, once it knows of its beginning. */
    public void channelInactive(ChannelHandlerContext ctx) {
        leaveNothingBehind(ctx);
        ChannelHandlerContext moquette = ctx.pipeline().context(MOQUETTE);
        if (isUnderWay && moquette != null && !isMoquetteReady(ctx)) {
            tellLater(ctx, moquette, MAX_POLLS);
            return;
        }
        isUnderWay = false;
        before.thenRun(this::settle); // one whose CONNECT Moquette never got has only those before it to wait for
        ctx.fireChannelInactive();
    }

    /**
     * Moquette keeps a session for good whose client hangs up between CONNECT and CONNACK: it believes it to be still
     * connecting, and its own purge objects to that.
     */
    private void leaveNothingBehind(ChannelHandlerContext ctx) {
        boolean endsWithConnection = holder != null && holder.beginsAnew(); // see Terms: it is one flag
        if (endsWithConnection && !hasConnected && !ctx.executor().isShuttingDown()) {
            ctx.executor().schedule(this::endWhereNobodyIs, LEFT_BEHIND_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void endWhereNobodyIs() {
        Holder now = holders.of(session);
        if (now == null || now.equals(holder)) {
            holders.end(session, broker);
        }
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
