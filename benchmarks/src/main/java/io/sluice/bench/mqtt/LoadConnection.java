package io.sluice.bench.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One device: connects with MQTT 3.1.1 and publishes at QoS 1. While it refills, each acknowledgement is followed by a
 * further publish, all those of one read in one write. Belongs to its event loop.
 */
final class LoadConnection extends ChannelInboundHandlerAdapter {
    private static final int CONNACK = 0x20;
    private static final int PUBACK = 0x40;

    private final byte[] connectPacket;
    private final PublishPacket packet;
    private final Tally tally;
    private final AckParser parser = new AckParser(this::packet);
    private final CompletableFuture<LoadConnection> admitted = new CompletableFuture<>();
    private long @Nullable [] sentNanos;
    private @Nullable ChannelHandlerContext context;
    private boolean refills;
    private int ackedInRead;
    private long readNanos;

    LoadConnection(byte[] connectPacket, PublishPacket packet, Tally tally) {
        this.connectPacket = connectPacket;
        this.packet = packet;
        this.tally = tally;
    }

    CompletableFuture<LoadConnection> admitted() {
        return admitted;
    }

    Channel channel() {
        ChannelHandlerContext open = context;
        if (open == null) {
            throw new IllegalStateException("a connection must be open, was not");
        }
        return open.channel();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    /** Once the connection stands, TLS included. */
    void connect() {
        channel().writeAndFlush(Unpooled.wrappedBuffer(connectPacket));
    }

    void fail(Throwable cause) {
        admitted.completeExceptionally(cause);
    }

    /** From now on it keeps so many publishes in flight. */
    void start(int inFlight) {
        refills = true;
        send(inFlight);
    }

    void stop() {
        refills = false;
    }

    /** From now on latencies are measured, from the write to the acknowledgement's read. */
    void time() {
        sentNanos = new long[0x10000];
    }

    void send(int count) {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            return;
        }
        ByteBuf out = ctx.alloc().directBuffer(count * packet.bytes());
        long nowNanos = sentNanos == null ? 0 : System.nanoTime();
        for (int i = 0; i < count; i++) {
            int id = packet.writeNext(out);
            if (sentNanos != null) {
                sentNanos[id] = nowNanos;
            }
        }
        ctx.writeAndFlush(out, ctx.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        readNanos = sentNanos == null ? 0 : System.nanoTime();
        parser.read(in);
        in.release();
    }

    private void packet(int type, int value) {
        if (type == PUBACK) {
            ackedInRead++;
            if (sentNanos != null) {
                tally.latency(readNanos - sentNanos[value & 0xffff]);
            }
        } else if (type == CONNACK && (value & 0xff) == 0) {
            admitted.complete(this);
        } else if (type == CONNACK) {
            fail(new IOException("CONNACK must be 0, was " + (value & 0xff)));
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (ackedInRead > 0) {
            tally.acked(ackedInRead);
            if (refills) {
                send(ackedInRead);
            }
            ackedInRead = 0;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(new IOException("the server must keep the connection, closed it"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(cause);
        ctx.close();
    }
}
