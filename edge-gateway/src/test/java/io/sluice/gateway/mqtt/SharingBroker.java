package io.sluice.gateway.mqtt;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.sluice.gateway.mqtt.packet.Packets;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * As much of an MQTT 5 broker over TLS as a bridge needs: grants each subscription, and then has one message for it.
 */
final class SharingBroker implements AutoCloseable {
    private static final EventLoopGroup LOOP = new NioEventLoopGroup(1);

    private final List<Integer> acknowledged = new CopyOnWriteArrayList<>();
    private final Channel listener;

    SharingBroker(String host, TestCertificate certificate) throws Exception {
        SslContext context = SslContextBuilder.forServer(certificate.privateKey(), (X509Certificate)
                        certificate.store().getCertificate("it"))
                .build();
        listener = new ServerBootstrap()
                .group(LOOP)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel client) {
                        client.pipeline()
                                .addLast(
                                        context.newHandler(client.alloc()),
                                        new MqttDecoder(),
                                        MqttEncoder.INSTANCE,
                                        new Session());
                    }
                })
                .bind(host, 0)
                .sync()
                .channel();
    }

    private final class Session extends SimpleChannelInboundHandler<MqttMessage> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, MqttMessage packet) {
            switch (packet.fixedHeader().messageType()) {
                case CONNECT ->
                    ctx.writeAndFlush(Packets.connAck(
                            MqttConnectReturnCode.CONNECTION_ACCEPTED, false, MqttProperties.NO_PROPERTIES));
                case SUBSCRIBE -> {
                    int packetId = ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
                    ctx.write(Packets.subAck(packetId, new int[] {1}, MqttProperties.NO_PROPERTIES));
                    ctx.writeAndFlush(Sent.publish(1, 1, Sent.TOPIC, Sent.json(1)));
                }
                case PUBACK -> acknowledged.add(((MqttMessageIdVariableHeader) packet.variableHeader()).messageId());
                default -> {}
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close(); // a client that does not trust us
        }
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    List<Integer> acknowledged() {
        return acknowledged;
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
    }

    static void stop() {
        LOOP.shutdownGracefully();
    }
}
