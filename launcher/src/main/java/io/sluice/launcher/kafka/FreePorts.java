package io.sluice.launcher.kafka;

import io.sluice.kit.lifecycle.EnvironmentException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Some have to be told their ports before they bind them, so they are tried out first. Thread-safe. */
public final class FreePorts {
    /** Below those that a kernel, by default, gives to whoever asks for any: none of them comes before the owner. */
    private static final int LOWEST = 20_000;

    private static final int COUNT = 10_000;
    /** Of ports that others have; more of them, and it is not the port that is wrong. */
    private static final int TRIES = 100;
    /** Goes on from pick to pick; processes begin far apart. */
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 97 % COUNT));

    /** Settings have named them, and nobody may have bound them yet. */
    private static final Set<Integer> NAMED = ConcurrentHashMap.newKeySet();

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
        if (port != 0) {
            NAMED.add(port);
        }
        int picked = port == 0 ? next() : port;
        for (int tries = 1; ; tries++) {
            try (ServerSocket socket = new ServerSocket(picked, 1, InetAddress.getByName(host))) {
                return socket.getLocalPort();
            } catch (IOException e) {
                if (port != 0 || tries == TRIES) {
                    throw new EnvironmentException(
                            setting + " must be free, was " + picked + " on " + host + " (" + e.getMessage() + ")", e);
                }
                picked = next();
            }
        }
    }

    private static int next() {
        int port = LOWEST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
        return NAMED.contains(port) ? next() : port;
    }
}
