package io.sluice.api.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Requests as no client library would send them. */
final class RawHttp {
    private static final int TIMEOUT_MILLIS = 60_000;

    private RawHttp() {}

    /** Everything that comes back until the server closes. */
    static String head(int port, String requestLine) throws IOException {
        return ask(port, requestLine, "Host: localhost");
    }

    /** The same with header lines of one's own. */
    static String ask(int port, String requestLine, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            StringBuilder head = new StringBuilder(requestLine).append("\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            send(socket, head + "Connection: close\r\n\r\n");
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Asks, and reads nothing of what comes. */
    static Socket slowReader(int port, String requestLine) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        send(socket, requestLine + "\r\nHost: localhost\r\n\r\n");
        return socket;
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** Reads until the text has come, or the server closes; what has come so far. */
    static String readUntil(Socket socket, String text) throws IOException {
        StringBuilder seen = new StringBuilder();
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[8_192];
        while (seen.indexOf(text) < 0) {
            int read = in.read(buffer);
            if (read < 0) {
                return seen.toString();
            }
            seen.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
        }
        return seen.toString();
    }
}
