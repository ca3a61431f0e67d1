package io.sluice.bench.mqtt.storm;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Connections that make one assault, from twenty addresses, on an event loop of their own. */
public final class Swarm implements AutoCloseable {
    private static final int TICKS_A_SECOND = 100;

    private final Sources sources;
    private final Assault assault;
    private double credit;
    private int number;
    private int underway;
    private volatile int standing;
    private volatile long opened;
    private volatile long answered;
    private volatile long failed;
    private volatile long sentAway;

    /**
     * @param answered those of them that were told anything
     * @param sentAway closed by the server
     * @param failed whose TCP connection did not come to be
     */
    public record Figures(long opened, long standing, long answered, long sentAway, long failed) {
        public String line() {
            return opened + " " + standing + " " + answered + " " + sentAway + " " + failed;
        }

        public static Figures parse(String line) {
            long[] figures = Sources.numbers(line);
            return new Figures(figures[0], figures[1], figures[2], figures[3], figures[4]);
        }
    }

    public Swarm(Assault assault, int port) {
        this.assault = assault;
        this.sources = new Sources("swarm", port, "127.0.1.");
    }

    /** Begins, and goes on until closed. */
    public void start() {
        sources.loop().scheduleAtFixedRate(this::tick, 0, 1_000 / TICKS_A_SECOND, TimeUnit.MILLISECONDS);
    }

    /** What was late is caught up with up to a tenth of a second's worth. */
    private void tick() {
        credit = Math.min(credit + (double) assault.perSecond() / TICKS_A_SECOND, 1 + assault.perSecond() / 10.0);
        while (credit >= 1 && underway < assault.standing()) {
            credit--;
            open(number++);
        }
    }

    private void open(int n) {
        underway++;
        sources.connect(n, new Member(n)).addListener((ChannelFuture done) -> {
            if (!done.isSuccess()) {
                underway--;
                failed = failed + 1;
            }
        });
    }

    public Figures figures() {
        return new Figures(opened, standing, answered, sentAway, failed);
    }

    @Override
    public void close() {
        sources.close();
    }

    /** One connection. */
    private final class Member extends ChannelInboundHandlerAdapter {
        private final int n;
        private boolean hasAnswer;
        private boolean closing;
        private @Nullable ScheduledFuture<?> trickle;
        private @Nullable ScheduledFuture<?> end;

        Member(int n) {
            this.n = n;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            standing = standing + 1;
            opened = opened + 1;
            ctx.writeAndFlush(Unpooled.wrappedBuffer(assault.opening().apply(n)));
            if (assault.trickles() && n % 2 == 0) {
                trickle = ctx.executor()
                        .scheduleAtFixedRate(
                                () -> ctx.writeAndFlush(Unpooled.wrappedBuffer(new byte[1])), 1, 1, TimeUnit.SECONDS);
            }
            end = ctx.executor().schedule(() -> leave(ctx), assault.life().toMillis(), TimeUnit.MILLISECONDS);
        }

        private void leave(ChannelHandlerContext ctx) {
            closing = true;
            ctx.close();
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
            if (hasAnswer) {
                return;
            }
            hasAnswer = true;
            answered = answered + 1;
            if (assault.inside() == null) {
                leave(ctx);
            } else {
                ctx.writeAndFlush(Unpooled.wrappedBuffer(assault.inside().apply(n)));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            standing = standing - 1;
            underway--;
            sentAway = closing ? sentAway : sentAway + 1;
            cancel(trickle);
            cancel(end);
        }

        private static void cancel(@Nullable ScheduledFuture<?> task) {
            if (task != null) {
                task.cancel(false);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close(); // a reset is what a server may answer with
        }
    }
}
