package io.sluice.launcher.kafka;

import io.sluice.launcher.EnvironmentException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Some have to be told their ports before they bind them, so they are tried out first. */
public final class FreePorts {
    private FreePorts() {}

    /**
     * The port itself where it is free, or a free one for 0. Another process may still take it before its owner does;
     * then that bind fails.
     */
    public static int pick(String setting, int port) throws EnvironmentException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new EnvironmentException(setting + " must be free, was " + port + " (" + e.getMessage() + ")", e);
        }
    }
}
