package io.sluice.simulator.mqtt;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An MQTT 5 broker that remembers what it was sent, and answers as the test says: with a code, by hanging up, or not.
 * The will of a connection that ends without a goodbye is received as well.
 */
public final class TinyBroker implements AutoCloseable {
    /** Hang up without having looked at the message. */
    public static final int HANG_UP = -1;
    /** Take the message, then hang up instead of answering. */
    public static final int TAKE_AND_HANG_UP = -2;
    /** Take the message and never answer. */
    public static final int SILENCE = -3;

    private static final int WITH_WILL = 0x04;
    private static final long FOUND_DEAD_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LOOK_MILLIS = 200;

    /** What to do with a publish: a PUBACK reason code, or one of the constants above. */
    @FunctionalInterface
    public interface Behaviour {
        int answer(String topic, String payload);
    }

    public record Received(String topic, String payload) {}

    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
    private final List<Received> received = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger connections = new AtomicInteger();
    private final Channel server;
    private volatile boolean findsSilence;

    public TinyBroker(Behaviour behaviour, int receiveMaximum) {
        this(0, behaviour, receiveMaximum);
    }

    public TinyBroker(int port, Behaviour behaviour, int receiveMaximum) {
        server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new MqttDecoder())
                                .addLast(MqttEncoder.INSTANCE)
                                .addLast(new Session(behaviour, receiveMaximum));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .syncUninterruptibly()
                .channel();
    }

    /** From the next connection on it closes those on which it hears nothing for two seconds. */
    public TinyBroker findingSilence() {
        findsSilence = true;
        return this;
    }

    public BrokerAddress address() {
        return new BrokerAddress("127.0.0.1", ((InetSocketAddress) server.localAddress()).getPort());
    }

    /** Everything taken, in order, repeats included. */
    public List<Received> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    public List<String> payloads() {
        return received().stream().map(Received::payload).toList();
    }

    public int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Session extends ChannelInboundHandlerAdapter {
        private final Behaviour behaviour;
        private final int receiveMaximum;
        private @Nullable Received will;
        private long heardNanos;

        Session(Behaviour behaviour, int receiveMaximum) {
            this.behaviour = behaviour;
            this.receiveMaximum = receiveMaximum;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            heardNanos = System.nanoTime();
            if (findsSilence) {
                watch(ctx);
            }
        }

        private void watch(ChannelHandlerContext ctx) {
            ctx.executor()
                    .schedule(
                            () -> {
                                if (System.nanoTime() - heardNanos > FOUND_DEAD_NANOS) {
                                    ctx.close();
                                } else if (ctx.channel().isActive()) {
                                    watch(ctx);
                                }
                            },
                            LOOK_MILLIS,
                            TimeUnit.MILLISECONDS);
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            heardNanos = System.nanoTime();
            try {
                MqttMessage mqtt = (MqttMessage) message;
                switch (mqtt.fixedHeader().messageType()) {
                    case CONNECT -> connect(ctx, (MqttConnectMessage) mqtt);
                    case PUBLISH -> publish(ctx, (MqttPublishMessage) mqtt);
                    case PINGREQ -> ctx.writeAndFlush(MqttMessage.PINGRESP);
                    case DISCONNECT -> {
                        if (Replies.hangUpReason(mqtt) != WITH_WILL) {
                            will = null;
                        }
                        ctx.close();
                    }
                    default -> throw new IllegalStateException("not spoken: " + mqtt);
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (will != null) {
                received.add(will);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }

        private void connect(ChannelHandlerContext ctx, MqttConnectMessage connect) {
            MqttConnectPayload payload = connect.payload();
            if (connect.variableHeader().isWillFlag()) {
                will = new Received(
                        payload.willTopic(), new String(payload.willMessageInBytes(), StandardCharsets.UTF_8));
            }
            connack(ctx);
        }

        private void connack(ChannelHandlerContext ctx) {
            connections.incrementAndGet();
            MqttProperties properties = new MqttProperties();
            properties.add(new MqttProperties.IntegerProperty(
                    MqttProperties.MqttPropertyType.RECEIVE_MAXIMUM.value(), receiveMaximum));
            ctx.writeAndFlush(MqttMessageBuilders.connAck()
                    .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
                    .properties(properties)
                    .build());
        }

        private void publish(ChannelHandlerContext ctx, MqttPublishMessage publish) {
            if (!ctx.channel().isActive()) {
                return;
            }
            String topic = publish.variableHeader().topicName();
            String payload = publish.payload().toString(StandardCharsets.UTF_8);
            int answer = behaviour.answer(topic, payload);
            if (answer != HANG_UP) {
                received.add(new Received(topic, payload));
            }
            if (answer == HANG_UP || answer == TAKE_AND_HANG_UP) {
                ctx.close();
            } else if (answer != SILENCE) {
                ctx.writeAndFlush(MqttMessageBuilders.pubAck()
                        .packetId(publish.variableHeader().packetId())
                        .reasonCode((byte) answer)
                        .build());
            }
        }
    }
}
