package io.sluice.simulator.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy on loopback that does to connections what networks do. Each direction is a {@link Lane} of its own, and
 * everything can be switched while connections run. Bytes are delayed, cut into pieces or lost with their connection,
 * but never reordered or changed: that is TCP's promise.
 *
 * <p>Threads: one accepts, four a connection copy. {@link #close} resets what is open.
 */
public final class FaultProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final InetSocketAddress target;
    private final Lane upstream = new Lane();
    private final Lane downstream = new Lane();
    private final Set<ProxiedConnection> open = ConcurrentHashMap.newKeySet();
    private final Thread acceptor = new Thread(this::accept, "fault-proxy");
    private volatile boolean isRefusing;

    private FaultProxy(ServerSocket listener, InetSocketAddress target) {
        this.listener = listener;
        this.target = target;
    }

    /** A proxy before this port of loopback, on a port of its own. Nobody need listen there yet. */
    public static FaultProxy to(int port) throws IOException {
        return to(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** A proxy on loopback before something that may listen elsewhere. */
    public static FaultProxy to(InetSocketAddress target) throws IOException {
        FaultProxy proxy = new FaultProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
        proxy.acceptor.setDaemon(true);
        proxy.acceptor.start();
        return proxy;
    }

    /** Where it listens. */
    public String host() {
        return listener.getInetAddress().getHostAddress();
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** From the client to the target. */
    public Lane upstream() {
        return upstream;
    }

    /** From the target to the client. */
    public Lane downstream() {
        return downstream;
    }

    /** New connections are reset at once, as if nobody listened. */
    public void refuse(boolean refusing) {
        isRefusing = refusing;
    }

    /** Ends every open connection with a reset, in both directions. */
    public void reset() {
        open.forEach(ProxiedConnection::reset);
    }

    /**
     * Leaves every open connection half-open: the client's side is reset, the server's stays open and silent until the
     * server closes it.
     */
    public void forsake() {
        open.forEach(ProxiedConnection::forsake);
    }

    public int connections() {
        return open.size();
    }

    /** Everything as on a good network; what was held back goes on. */
    public void heal() {
        isRefusing = false;
        upstream.heal();
        downstream.heal();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                admit(listener.accept());
            } catch (IOException e) {
                continue; // closed, or one client was gone before we looked
            }
        }
    }

    private void admit(Socket client) throws IOException {
        Socket server = new Socket();
        try {
            if (isRefusing) {
                throw new IOException("refusing");
            }
            server.connect(target);
        } catch (IOException e) {
            ProxiedConnection.reset(client);
            server.close();
            return;
        }
        ProxiedConnection connection = new ProxiedConnection(client, server, open::remove);
        open.add(connection);
        connection.start(upstream, downstream);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        heal();
        reset();
    }
}
