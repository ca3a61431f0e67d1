package io.sluice.bench.mqtt.storm;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Connects to a port of ours from twenty addresses in turn, on an event loop of its own. A close is a reset. */
final class Sources {
    private static final int ADDRESSES = 20;

    private final EventLoopGroup loop;
    private final InetSocketAddress target;
    private final String network;

    /** @param network the first three numbers of the addresses, with the dot behind them */
    Sources(String name, int port, String network) {
        this.loop = new NioEventLoopGroup(1, new DefaultThreadFactory(name));
        this.target = new InetSocketAddress("127.0.0.1", port);
        this.network = network;
    }

    EventLoopGroup loop() {
        return loop;
    }

    /** @param number of the connection, by which it has its address */
    ChannelFuture connect(int number, ChannelHandler handler) {
        return new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 5_000)
                .option(ChannelOption.SO_LINGER, 0)
                .handler(handler)
                .connect(target, new InetSocketAddress(network + (1 + number % ADDRESSES), 0));
    }

    /** What figures are told as. */
    static long[] numbers(String line) {
        return Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    void close() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
