package io.sluice.launcher.kafka;

import io.sluice.launcher.exit.EnvironmentException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Some have to be told their ports before they bind them, so they are tried out first. */
public final class FreePorts {
    /** Picked for 0, and perhaps not bound yet. */
    private static final Set<Integer> PICKED = ConcurrentHashMap.newKeySet();

    private static final String LOOPBACK = "127.0.0.1";

    private FreePorts() {}

    /** One on loopback. */
    public static int pick(String setting, int port) throws EnvironmentException {
        return pick(setting, LOOPBACK, port);
    }

    /**
     * The port itself where it is free, or a free one for 0, which is not picked for anybody else. Another process may
     * still take it before its owner does; then that bind fails.
     */
    public static int pick(String setting, String host, int port) throws EnvironmentException {
        int picked = bind(setting, host, port);
        while (port == 0 && !PICKED.add(picked)) {
            picked = bind(setting, host, port);
        }
        return picked;
    }

    private static int bind(String setting, String host, int port) throws EnvironmentException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new EnvironmentException(
                    setting + " must be free, was " + port + " on " + host + " (" + e.getMessage() + ")", e);
        }
    }
}
