package io.sluice.simulator.fault;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A client's connection and the one behind it. */
final class ProxiedConnection {
    private final Socket client;
    private final Socket server;
    private final Consumer<ProxiedConnection> onEnd;
    private final AtomicInteger ended = new AtomicInteger();
    private volatile boolean isForsaken;

    ProxiedConnection(Socket client, Socket server, Consumer<ProxiedConnection> onEnd) throws IOException {
        this.client = client;
        this.server = server;
        this.onEnd = onEnd;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    void start(Lane upstream, Lane downstream) {
        new LanePump(upstream, client, server, this).start("fault-proxy-up");
        new LanePump(downstream, server, client, this).start("fault-proxy-down");
    }

    /** One direction has nothing left to carry. */
    void ended() {
        if (ended.incrementAndGet() == 2 && !isForsaken) {
            closeQuietly(client);
            closeQuietly(server);
            onEnd.accept(this);
        }
    }

    /** A side was reset, and so the other one is; the server of a client that is forsaken is not told. */
    void broke(Socket side) {
        if (!isForsaken || side == server) {
            reset();
        }
    }

    /** A side has said all it will say. Of a forsaken connection that is the end. */
    void heardTheLast(Socket side) {
        if (isForsaken && side == server) {
            closeQuietly(server);
            onEnd.accept(this);
        }
    }

    /** Half-open: the client is gone, and the server hears nothing more, not even that. */
    void forsake() {
        isForsaken = true;
        reset(client);
    }

    void reset() {
        reset(client);
        reset(server);
        onEnd.accept(this);
    }

    /** Closing with nothing to linger for sends RST instead of FIN. */
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // Closed already.
        }
        closeQuietly(socket);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is left of it.
        }
    }
}
