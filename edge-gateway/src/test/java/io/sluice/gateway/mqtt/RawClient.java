package io.sluice.gateway.mqtt;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client that sends whatever it is told, right or wrong, over a socket. */
public final class RawClient implements AutoCloseable {
    private static final EventLoopGroup LOOP = new NioEventLoopGroup(1);
    private static final long PATIENCE_SECONDS = 60;

    private static final AtomicInteger NEXT_ID = new AtomicInteger();

    private final BlockingQueue<MqttMessage> received = new LinkedBlockingQueue<>();
    private final Channel channel;

    public RawClient(int port) {
        this(port, pipeline -> {});
    }

    private RawClient(int port, Consumer<ChannelPipeline> carrier) {
        channel = new Bootstrap()
                .group(LOOP)
                .channel(NioSocketChannel.class)
                // Leak detection watches the gateway's buffers; on ours it would only cost time.
                .option(ChannelOption.ALLOCATOR, new UnpooledByteBufAllocator(false, true))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel created) {
                        carrier.accept(created.pipeline());
                        created.pipeline().addLast(new MqttDecoder(1 << 20), MqttEncoder.INSTANCE, new Inbox());
                    }
                })
                .connect("127.0.0.1", port)
                .syncUninterruptibly()
                .channel();
    }

    public static RawClient overWebSocket(int port) throws Exception {
        WebSocketCarrier carrier = new WebSocketCarrier(port);
        RawClient client = new RawClient(port, carrier::addTo);
        carrier.awaitOpen();
        return client;
    }

    public static RawClient connected(int port, MqttVersion version) throws InterruptedException {
        return connected(port, Sent.connect(version, "raw-" + NEXT_ID.incrementAndGet(), true));
    }

    public static RawClient connected(int port, MqttMessage connect) throws InterruptedException {
        RawClient client = new RawClient(port);
        client.send(connect);
        client.expect(MqttMessageType.CONNACK);
        return client;
    }

    private final class Inbox extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object packet) {
            received.add((MqttMessage) packet);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close(); // resets are what some tests provoke
        }
    }

    public void send(Object packet) {
        channel.writeAndFlush(packet);
    }

    void write(Object packet) {
        channel.write(packet);
    }

    void flush() {
        channel.flush();
    }

    public void sendBytes(int... bytes) {
        byte[] raw = new byte[bytes.length];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (byte) bytes[i];
        }
        channel.writeAndFlush(Unpooled.wrappedBuffer(raw));
    }

    public MqttMessage expect(MqttMessageType type) throws InterruptedException {
        MqttMessage packet = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (packet == null
                || packet.fixedHeader() == null
                || packet.fixedHeader().messageType() != type) {
            throw new AssertionError("expected " + type + ", was " + packet + ", open: " + channel.isActive());
        }
        return packet;
    }

    /** Null where nothing has come in time. */
    @Nullable
    public MqttMessage next(Duration within) throws InterruptedException {
        return received.poll(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    public int expectId(MqttMessageType type) throws InterruptedException {
        return ((MqttMessageIdVariableHeader) expect(type).variableHeader()).messageId();
    }

    public SocketAddress localAddress() {
        return channel.localAddress();
    }

    /** Without a word to the other side, which learns of it at its next write at the latest. */
    public void reset() {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close().syncUninterruptibly();
    }

    public boolean isOpen() {
        return channel.isActive();
    }

    public boolean isClosedSoon() throws InterruptedException {
        return channel.closeFuture().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
    }
}
