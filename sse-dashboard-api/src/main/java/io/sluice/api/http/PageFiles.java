package io.sluice.api.http;

import io.sluice.api.query.RequestFault;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The page, from the class path: what its build made stands under {@code web/}. */
final class PageFiles implements Endpoint {
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+");
    private static final String HASHED = "/assets/";
    private static final Map<String, String> CONTENT_TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("txt", "text/plain; charset=utf-8"));

    private final Map<String, Optional<byte[]>> files = new ConcurrentHashMap<>();
    private final String root;

    /** @param root where on the class path, such as {@code web} */
    PageFiles(String root) {
        this.root = root;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        String path = exchange.request().getHttpURI().getPath();
        String file = path.equals("/") ? "/index.html" : path;
        // The page keeps its view in the query: it is not ours to judge, only to be well-formed.
        Optional<byte[]> content = PATH.matcher(file).matches() ? load(file) : Optional.empty();
        if (content.isEmpty()) {
            answerMissing(exchange, path);
            return;
        }
        exchange.set("Content-Security-Policy", "default-src 'self'; frame-ancestors 'self'; base-uri 'self'");
        exchange.set("Referrer-Policy", "no-referrer");
        exchange.set("Cache-Control", file.startsWith(HASHED) ? "public, max-age=31536000, immutable" : "no-cache");
        exchange.bytes(200, contentType(file), content.get());
    }

    private static void answerMissing(Exchange exchange, String path) {
        if (path.equals("/")) {
            exchange.text(
                    404, "The page was not built into this jar; build without -Dquick. The API is at /openapi.yaml\n");
            return;
        }
        throw RequestFault.notFound("path must be one that is in /openapi.yaml, was " + RequestFault.shown(path));
    }

    private Optional<byte[]> load(String file) throws IOException {
        Optional<byte[]> held = files.get(file);
        if (held != null) {
            return held;
        }
        try (InputStream in = PageFiles.class.getClassLoader().getResourceAsStream(root + file)) {
            if (in == null) {
                return Optional.empty();
            }
            Optional<byte[]> content = Optional.of(in.readAllBytes());
            files.put(file, content);
            return content;
        }
    }

    private static String contentType(String file) {
        return CONTENT_TYPES.getOrDefault(file.substring(file.lastIndexOf('.') + 1), "application/octet-stream");
    }
}
