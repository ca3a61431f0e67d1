package io.sluice.api.http;

import io.sluice.api.json.JsonBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** One request and its answer. */
record Exchange(Request request, Response response, Callback callback) {
    static final String JSON = "application/json";
    /** Smaller than that, gzip costs more than it saves. */
    private static final int LEAST_GZIP_BYTES = 1_024;

    @Nullable
    String query() {
        return request.getHttpURI().getQuery();
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    void set(String header, String value) {
        response.getHeaders().put(header, value);
    }

    void json(JsonBytes json) {
        set("Cache-Control", "no-store");
        bytes(200, JSON, json.toBytes());
    }

    void text(int status, String text) {
        bytes(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whole bodies; writes without blocking. */
    void bytes(int status, String contentType, byte[] body) {
        response.setStatus(status);
        set("Content-Type", contentType);
        set("X-Content-Type-Options", "nosniff");
        byte[] sent = body;
        if (body.length >= LEAST_GZIP_BYTES && isText(contentType) && takesGzip()) {
            sent = gzip(body);
            markGzip();
        }
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, sent.length);
        response.write(true, ByteBuffer.wrap(sent), callback);
    }

    /** Sets the head of JSON that comes in parts; whether it has to be gzipped. */
    boolean beginJson() {
        set("Content-Type", JSON);
        set("Cache-Control", "no-store");
        set("X-Content-Type-Options", "nosniff");
        boolean gzip = takesGzip();
        if (gzip) {
            markGzip();
        }
        return gzip;
    }

    private boolean takesGzip() {
        return request.getHeaders().getQualityCSV(HttpHeader.ACCEPT_ENCODING).contains("gzip");
    }

    private void markGzip() {
        set("Content-Encoding", "gzip");
        set("Vary", "Accept-Encoding");
    }

    private static boolean isText(String contentType) {
        return contentType.startsWith("text/")
                || contentType.startsWith(JSON)
                || contentType.startsWith("application/yaml")
                || contentType.startsWith("image/svg");
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 2);
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written to", e);
        }
        return bytes.toByteArray();
    }
}
