package io.sluice.bench.mqtt;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Many devices on one event loop: lean, so that the server is what is measured. Publishes are encoded beforehand; per
 * message it allocates nothing.
 */
public final class LoadClient implements AutoCloseable {
    /** Fewer than any listener's backlog. */
    private static final int CONNECTING_AT_ONCE = 100;

    private static final int CONNECT_SECONDS = 30;

    private final EventLoopGroup loop = new NioEventLoopGroup(1, new DefaultThreadFactory("load-client"));
    private final Tally tally = new Tally();
    private final List<LoadConnection> connections = new ArrayList<>();

    /**
     * Where to connect.
     *
     * @param sources how many loopback addresses the connections come from, in turn
     * @param trusted certificate of the server, null for no TLS
     * @param login of all connections, null where nobody is asked
     */
    public record Target(
            int port,
            int sources,
            @Nullable Path trusted,
            @Nullable Login login) {
        public Target(int port, int sources, @Nullable Path trusted) {
            this(port, sources, trusted, null);
        }

        public static Target plain(int port) {
            return new Target(port, 1, null);
        }
    }

    /** Opens so many connections, some at a time. */
    public static LoadClient connect(Target target, int connections)
            throws SSLException, InterruptedException, ExecutionException, TimeoutException {
        LoadClient client = new LoadClient();
        try {
            SslContext tls = target.trusted() == null
                    ? null
                    : SslContextBuilder.forClient()
                            .trustManager(target.trusted().toFile())
                            .build();
            client.open(target, tls, connections);
            return client;
        } catch (SSLException | InterruptedException | ExecutionException | TimeoutException e) {
            client.close();
            throw e;
        }
    }

    private void open(Target target, @Nullable SslContext tls, int count)
            throws InterruptedException, ExecutionException, TimeoutException {
        long tsMillis = System.currentTimeMillis();
        while (connections.size() < count) {
            int from = connections.size();
            for (int i = from; i < Math.min(count, from + CONNECTING_AT_ONCE); i++) {
                PublishPacket packet = new PublishPacket("bench/device-" + (10_000 + i), tsMillis);
                LoadConnection connection =
                        new LoadConnection(ConnectPacket.plain("bench-" + i, target.login()), packet, tally);
                connections.add(connection);
                open(connection, target, "127.0.0." + (1 + i % target.sources()), tls);
            }
            for (LoadConnection connection : connections.subList(from, connections.size())) {
                connection.admitted().get(CONNECT_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    private void open(LoadConnection connection, Target target, String source, @Nullable SslContext tls) {
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc(), "127.0.0.1", target.port()));
                        }
                        channel.pipeline().addLast(connection);
                    }
                })
                .connect(new InetSocketAddress("127.0.0.1", target.port()), new InetSocketAddress(source, 0))
                .addListener((ChannelFuture done) -> {
                    if (!done.isSuccess()) {
                        connection.fail(done.cause());
                    } else if (tls != null) {
                        afterHandshake(done.channel(), connection);
                    } else {
                        connection.connect();
                    }
                });
    }

    private static void afterHandshake(Channel channel, LoadConnection connection) {
        channel.pipeline().get(SslHandler.class).handshakeFuture().addListener(shaken -> {
            if (shaken.isSuccess()) {
                connection.connect();
            } else {
                connection.fail(shaken.cause());
            }
        });
    }

    /** Connections that stand. */
    public int open() {
        return (int) connections.stream()
                .filter(connection -> connection.channel().isActive())
                .count();
    }

    /** Acknowledged so far, on all connections. */
    public long acked() {
        return tally.acked();
    }

    /** Keeps so many publishes in flight on every connection until {@link #stop}. */
    public void start(int inFlight) {
        onLoop(() -> connections.forEach(connection -> connection.start(inFlight)));
    }

    public void stop() {
        onLoop(() -> connections.forEach(LoadConnection::stop));
    }

    /** Throws so many at once on the first connection. */
    public void burst(int count) {
        onLoop(() -> connections.get(0).send(count));
    }

    /** The next publish of one connection; they take turns. */
    public void sendOne(long turn) {
        LoadConnection connection = connections.get((int) (turn % connections.size()));
        loop.execute(() -> connection.send(1));
    }

    /** From now on latencies are kept. */
    public void time() {
        onLoop(() -> connections.forEach(LoadConnection::time));
    }

    /** In nanoseconds, in order of their acknowledgement, since the last call. */
    public long[] takeLatencies() {
        long[][] taken = new long[1][];
        onLoop(() -> taken[0] = tally.takeLatencies());
        return taken[0];
    }

    private void onLoop(Runnable task) {
        loop.submit(task).syncUninterruptibly();
    }

    /** Waits until the count has stood still for a moment, for at most so long. */
    public void awaitQuiet(long atMostMillis) throws InterruptedException {
        LongSupplier count = this::acked;
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(atMostMillis);
        long before;
        do {
            before = count.getAsLong();
            TimeUnit.MILLISECONDS.sleep(200);
        } while (count.getAsLong() != before && System.nanoTime() < deadlineNanos);
    }

    @Override
    public void close() {
        Consumer<LoadConnection> closing = connection -> connection.channel().close();
        onLoop(() -> connections.stream().filter(c -> c.admitted().isDone()).forEach(closing));
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
