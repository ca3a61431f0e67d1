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
import io.sluice.simulator.mqtt.MqttConnection.Events;

/** Opens connections of one device, one after the other. */
final class MqttConnector {
    private static final int MAX_PACKET_BYTES = 64 * 1024;
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    private final EventLoop loop;
    private final LinkOptions options;

    MqttConnector(EventLoop loop, LinkOptions options) {
        this.loop = loop;
        this.options = options;
    }

    MqttConnection connect(Events events) {
        MqttConnection connection = new MqttConnection(options, events);
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new MqttDecoder(MAX_PACKET_BYTES))
                                .addLast(MqttEncoder.INSTANCE)
                                .addLast(connection);
                    }
                })
                .connect(options.broker().host(), options.broker().port());
        connecting.addListener(future -> {
            if (!future.isSuccess()) {
                connection.end();
            }
        });
        return connection;
    }
}
