package io.sluice.gateway.mqtt.listen;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.sluice.kit.settings.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The listeners wanted, and the channels that Netty showed us while Moquette bound them: the first is the first
 * {@link Transport}'s, and so on. That the order is what we believe is for the self-test on each of them to prove.
 * Thread-safe.
 */
public final class Listeners {
    private static final long LOOPS_END_WITHIN_SECONDS = 10;

    private final Map<Transport, Integer> wanted = new EnumMap<>(Transport.class);
    private final List<Transport> order;
    private final List<ServerChannel> shown = new CopyOnWriteArrayList<>();
    private final Set<EventLoopGroup> servants = ConcurrentHashMap.newKeySet();

    public Listeners(Settings settings, boolean hasCertificate) {
        for (Transport transport : Transport.values()) {
            if (transport != Transport.TLS || hasCertificate) {
                wanted.put(transport, settings.get(transport.port));
            }
        }
        order = List.copyOf(wanted.keySet());
    }

    public Set<Transport> transports() {
        return wanted.keySet();
    }

    public int wantedPort(Transport transport) {
        Integer port = wanted.get(transport);
        if (port == null) {
            throw new IllegalArgumentException(transport.port.key() + " must be on, was off");
        }
        return port;
    }

    public void show(ServerChannel channel) {
        shown.add(channel);
    }

    /** A connection of one of them, whose event loop serves others as well. */
    public void serves(Channel connection) {
        servants.add(connection.eventLoop().parent());
    }

    /** Of which one serves a listener. */
    public EventLoop loop() {
        return shown.get(0).eventLoop();
    }

    /** The one whose bind has begun last. */
    public Transport latest() {
        return order.get(Math.max(0, Math.min(shown.size(), order.size()) - 1));
    }

    /** Null for the channel of a listener that nobody wanted. */
    @Nullable
    public Transport of(@Nullable Channel listener) {
        int index = shown.indexOf(listener);
        return index >= 0 && index < order.size() ? order.get(index) : null;
    }

    /**
     * The bound port. Moquette's own answer is set by a listener, some time after the bind.
     *
     * @throws IOException where Netty did not show us the listener: the gate would not stand before it either
     */
    public int port(Transport transport) throws IOException {
        int index = order.indexOf(transport);
        if (index >= 0
                && index < shown.size()
                && shown.get(index).localAddress() instanceof InetSocketAddress address) {
            return address.getPort();
        }
        throw new IOException("io.netty.bootstrap.extensions must be serviceload before Netty's first server, was "
                + System.getProperty(ChannelInitializerExtension.EXTENSIONS_SYSTEM_PROPERTY)
                + " or was set too late: the durable gate does not stand before the MQTT broker");
    }

    /** Accepts no further connections. */
    public void close() {
        for (ServerChannel channel : shown) {
            if (channel.isRegistered()) {
                servants.add(channel.eventLoop().parent());
            }
            channel.close().syncUninterruptibly();
        }
    }

    /**
     * Once all connections are gone: the event loops do what they still have to do and end. Moquette would first let
     * two seconds pass in which nothing comes.
     */
    public void endLoops() {
        servants.forEach(loops -> loops.shutdownGracefully(0, LOOPS_END_WITHIN_SECONDS, TimeUnit.SECONDS));
    }
}
