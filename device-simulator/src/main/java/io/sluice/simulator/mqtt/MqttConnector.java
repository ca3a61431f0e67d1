package io.sluice.simulator.mqtt;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Opens connections of one device, one after the other. */
final class MqttConnector {
    private static final int MAX_PACKET_BYTES = 64 * 1024;
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    private final EventLoop loop;
    private final LinkOptions options;
    private final @Nullable SocketAddress source;
    private final @Nullable SSLContext tls;

    /** @param source where connections come from, null for what the system picks */
    MqttConnector(EventLoop loop, LinkOptions options, @Nullable SocketAddress source) {
        this.loop = loop;
        this.options = options;
        this.source = source;
        this.tls = options.broker().isTls() ? options.access().tls() : null;
    }

    MqttConnection connect(boolean isCleanStart, ConnectionEvents events) {
        MqttConnection connection = new MqttConnection(options, isCleanStart, events);
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(new SslHandler(BrokerTrust.engine(tls, options.broker())));
                        }
                        channel.pipeline()
                                .addLast(new OldConnack())
                                .addLast(new MqttDecoder(MAX_PACKET_BYTES))
                                .addLast(MqttEncoder.INSTANCE)
                                .addLast(connection);
                    }
                })
                .connect(
                        InetSocketAddress.createUnresolved(
                                options.broker().host(), options.broker().port()),
                        source);
        connecting.addListener(future -> {
            if (!future.isSuccess()) {
                connection.failed(future.cause());
                connection.end();
            }
        });
        return connection;
    }
}
