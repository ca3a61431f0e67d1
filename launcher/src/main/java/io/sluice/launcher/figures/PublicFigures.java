package io.sluice.launcher.figures;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks the public HTTP API, and knows nothing that another client could not know. */
public final class PublicFigures {
    /** Someone who looks at the stream. */
    public interface Viewer extends AutoCloseable {
        @Override
        void close();
    }

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** For the API to read what there was before its start: until then it answers 503. */
    private static final Duration CATCH_UP = Duration.ofSeconds(60);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final String url;
    private final Optional<String> token;

    /** @param token of {@code http.token-file}, where there is one */
    public PublicFigures(String url, Optional<String> token) {
        this.url = url;
        this.token = token;
    }

    public LedgerFigures ledger() throws IOException, InterruptedException {
        return LedgerFigures.from(json.readTree(get("/api/v1/ledger?by=fleet")));
    }

    MetricsText metrics() throws IOException, InterruptedException {
        return new MetricsText(get("/metrics"));
    }

    /** A viewer of the live stream who forgets what it sees, until closed. */
    public Viewer view() {
        HttpRequest request = request("/api/v1/stream?tier=1s").build();
        CompletableFuture<?> stream = client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        return () -> stream.cancel(true);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        token.ifPresent(shown -> request.header("Authorization", "Bearer " + shown));
        return request;
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpRequest request = request(path).timeout(TIMEOUT).build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        long endNanos = System.nanoTime() + CATCH_UP.toNanos();
        while (answer.statusCode() == 503 && System.nanoTime() - endNanos < 0) {
            TimeUnit.SECONDS.sleep(1);
            answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        }
        if (answer.statusCode() != 200) {
            throw new IOException(path + " must answer 200, was " + answer.statusCode());
        }
        return answer.body();
    }
}
