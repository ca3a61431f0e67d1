package io.sluice.bench.mqtt.storm;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.sluice.bench.mqtt.ConnectPacket;
import io.sluice.bench.mqtt.Login;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Devices that are connected, say nothing, and come back when they are cut off: exponential back-off, full jitter. */
public final class Herd implements AutoCloseable {
    private static final long FIRST_CEILING_MILLIS = 100;
    private static final long LAST_CEILING_MILLIS = 10_000;
    private static final int STARTED_A_SECOND = 270;
    private static final int CONNACK_CODE_AT = 3;

    private final Sources sources;
    private final EventLoopGroup loop;
    private final Login login;
    private final List<Device> devices = new ArrayList<>();
    private volatile int present;
    private volatile long attempts;
    private volatile long refused;
    private boolean closed;

    /**
     * @param present connected
     * @param attempts TCP connections tried, since the start
     * @param refused of them those that were answered no, or nothing
     */
    public record Figures(long present, long attempts, long refused) {
        public String line() {
            return present + " " + attempts + " " + refused;
        }

        public static Figures parse(String line) {
            long[] figures = Sources.numbers(line);
            return new Figures(figures[0], figures[1], figures[2]);
        }
    }

    public Herd(int port, int count, Login login) {
        this.sources = new Sources("herd", port, "127.0.2.");
        this.loop = sources.loop();
        this.login = login;
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < count; i++) {
            devices.add(new Device(i, random.split()));
        }
    }

    /** Brings them in at a pace that is let in. */
    public void start() {
        loop.execute(() -> devices.forEach(
                device -> loop.schedule(device::connect, device.n * 1_000L / STARTED_A_SECOND, TimeUnit.MILLISECONDS)));
    }

    /** Cuts all off at once, as a failing link does; they begin to come back by themselves. */
    public void cutOff() {
        loop.submit(() -> devices.forEach(Device::cut)).syncUninterruptibly();
    }

    public Figures figures() {
        return new Figures(present, attempts, refused);
    }

    @Override
    public void close() {
        loop.execute(() -> closed = true);
        sources.close();
    }

    private final class Device {
        private final int n;
        private final SplittableRandom random;
        private int failures;
        private @Nullable ChannelHandlerContext context;

        Device(int n, SplittableRandom random) {
            this.n = n;
            this.random = random;
        }

        void connect() {
            attempts = attempts + 1;
            sources.connect(n, new Link(this)).addListener((ChannelFuture done) -> {
                if (!done.isSuccess()) {
                    again();
                }
            });
        }

        void cut() {
            if (context != null) {
                context.close();
            }
        }

        void again() {
            if (closed) {
                return;
            }
            long ceiling = Math.min(LAST_CEILING_MILLIS, FIRST_CEILING_MILLIS << Math.min(failures, 10));
            failures++;
            loop.schedule(this::connect, random.nextLong(ceiling) + 1, TimeUnit.MILLISECONDS);
        }
    }

    /** One connection of a device. */
    private final class Link extends ChannelInboundHandlerAdapter {
        private final Device device;
        private boolean in;

        Link(Device device) {
            this.device = device;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            device.context = ctx;
            ctx.writeAndFlush(Unpooled.wrappedBuffer(ConnectPacket.plain("herd-" + device.n, login)));
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf in = (ByteBuf) message;
            boolean isYes = in.readableBytes() > CONNACK_CODE_AT && in.getByte(in.readerIndex() + CONNACK_CODE_AT) == 0;
            in.release();
            if (isYes && !this.in) {
                this.in = true;
                device.failures = 0;
                present = present + 1;
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (in) {
                present = present - 1;
            } else {
                refused = refused + 1;
            }
            device.context = null;
            device.again();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
