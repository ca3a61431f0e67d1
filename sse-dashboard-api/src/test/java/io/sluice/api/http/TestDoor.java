package io.sluice.api.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.api.TestRollups;
import io.sluice.api.devices.DeviceRegistry;
import io.sluice.api.hub.HubLoop;
import io.sluice.api.hub.StreamHub;
import io.sluice.api.hub.StreamObserver;
import io.sluice.api.ledger.LedgerBook;
import io.sluice.kit.access.HttpGuard;
import io.sluice.kit.health.HealthRegistry;
import io.sluice.kit.metrics.PrometheusMeters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The whole server but for Kafka, on a free port; records are written by the test. */
final class TestDoor implements AutoCloseable {
    final TestRollups rollups = new TestRollups();
    final DeviceRegistry devices = new DeviceRegistry();
    final LedgerBook ledger = new LedgerBook(TestRollups.PARTITIONS);
    final HealthRegistry health = new HealthRegistry();
    /** Records that are left of what Kafka held at the start. */
    final AtomicLong left = new AtomicLong();

    final StreamHub hub;
    private final HubLoop loop;
    private final HttpDoor door;
    private final HttpClient client = HttpClient.newHttpClient();

    TestDoor(Clock clock) throws IOException {
        this(clock, HttpGuard.OPEN);
    }

    TestDoor(Clock clock, HttpGuard guard) throws IOException {
        hub = new StreamHub(rollups.store(), devices, ledger, clock, StreamObserver.NONE, 100, "1");
        loop = new HubLoop(hub, clock);
        MeterRegistry meters = PrometheusMeters.create();
        ledger.isPartialUntil(() -> left.get() == 0);
        CatchUp catchUp = new CatchUp() {
            @Override
            public boolean isOver() {
                return left.get() == 0;
            }

            @Override
            public long left() {
                return left.get();
            }
        };
        door = new HttpDoor(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new HttpDoor.Content(rollups.store(), devices, ledger, hub),
                new HttpDoor.SelfReport(meters, health, catchUp),
                clock,
                new HttpDoor.Audience(guard, Optional.of("https://other.example")));
        door.start();
        loop.start();
    }

    void changed() {
        loop.changed();
    }

    int port() {
        return door.port();
    }

    HttpResponse<String> get(String path) {
        return send("GET", path);
    }

    HttpResponse<String> send(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return client.send(request, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        door.close();
        loop.close();
    }
}
