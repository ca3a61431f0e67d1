package io.sluice.kit.fault;

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

    ProxiedConnection(Socket client, Socket server, Consumer<ProxiedConnection> onEnd) throws IOException {
        this.client = client;
        this.server = server;
        this.onEnd = onEnd;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    void start(Lane upstream, Lane downstream) {
        new LanePump(upstream, client, server, this::ended).start("fault-proxy-up");
        new LanePump(downstream, server, client, this::ended).start("fault-proxy-down");
    }

    private void ended() {
        if (ended.incrementAndGet() == 2) {
            closeQuietly(client);
            closeQuietly(server);
            onEnd.accept(this);
        }
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
