package io.sluice.launcher.verify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A public face on a free port that answers what it was told, by path without the query; 404 for all else. */
final class PublicFace implements AutoCloseable {
    static {
        // Else each answer waits 40 ms for the acknowledgement of its own headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final Map<String, Supplier<String>> pages = new ConcurrentHashMap<>();
    private final HttpServer server;

    PublicFace() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        Supplier<String> page = pages.get(exchange.getRequestURI().getPath());
        byte[] body = page == null ? new byte[0] : page.get().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(page == null ? 404 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    void says(String path, String json) {
        says(path, () -> json);
    }

    /** @param json asked for anew for each answer */
    void says(String path, Supplier<String> json) {
        pages.put(path, json);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
