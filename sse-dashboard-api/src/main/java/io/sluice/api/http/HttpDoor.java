package io.sluice.api.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.api.devices.DeviceRegistry;
import io.sluice.api.history.RollupStore;
import io.sluice.api.history.SeriesReader;
import io.sluice.api.hub.StreamHub;
import io.sluice.api.ledger.LedgerBook;
import io.sluice.api.query.RequestFault;
import io.sluice.kit.access.HostRule;
import io.sluice.kit.access.HttpGuard;
import io.sluice.kit.health.HealthRegistry;
import io.sluice.kit.lifecycle.EnvironmentException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty, and what answers where. */
public final class HttpDoor implements AutoCloseable {
    /** Longer than a heartbeat's silence and than the deadline that finds stalled viewers. */
    private static final int IDLE_MILLIS = 60_000;
    /** The kernel would hide a stalled viewer behind megabytes for minutes. */
    private static final int SEND_BUFFER_BYTES = 32 * 1024;

    private static final int MAX_THREADS = 64;
    private static final int MIN_THREADS = 4;

    private final Server server;
    private final ServerConnector connector;
    private final InetSocketAddress address;

    /** What is shown. */
    public record Content(RollupStore rollups, DeviceRegistry devices, LedgerBook ledger, StreamHub hub) {}

    /** What the process says about itself. */
    public record SelfReport(MeterRegistry meters, HealthRegistry health, CatchUp catchUp) {}

    /** Who is answered: whom the guard admits, and the pages of one other origin where there is one. */
    public record Audience(HttpGuard guard, Optional<String> corsOrigin) {}

    public HttpDoor(InetSocketAddress address, Content content, SelfReport self, Clock clock, Audience audience) {
        this.address = address;
        server = new Server(threads());
        connector = new ServerConnector(server, new HttpConnectionFactory(configuration()));
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
        server.addConnector(connector);
        server.setHandler(routes(content, self, clock, audience, HostRule.of(address, audience.guard())));
        server.setErrorHandler(new Problems());
        server.setStopTimeout(0);
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("api-http");
        threads.setDaemon(true);
        return threads;
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(true);
        return configuration;
    }

    private static Routes routes(Content content, SelfReport self, Clock clock, Audience audience, HostRule hosts) {
        LongAnswers answers = new LongAnswers();
        Endpoint devices = onceRead(self.catchUp(), new DevicesEndpoint(content.devices(), clock, answers));
        return new Routes(
                Map.of(
                        "/api/v1/series",
                        onceRead(
                                self.catchUp(),
                                new SeriesEndpoint(new SeriesReader(content.rollups()), clock, answers)),
                        "/api/v1/stream",
                        new StreamEndpoint(content.hub()),
                        "/api/v1/ledger",
                        onceRead(self.catchUp(), new LedgerEndpoint(content.ledger(), clock, answers)),
                        DevicesEndpoint.PATH,
                        devices,
                        "/metrics",
                        ServiceEndpoints.metrics(self.meters()),
                        "/health/live",
                        ServiceEndpoints.health(self.health()::live),
                        "/health/ready",
                        ServiceEndpoints.health(self.health()::ready),
                        "/openapi.yaml",
                        ServiceEndpoints.openApi()),
                devices,
                new PageFiles("web"),
                audience,
                hosts);
    }

    private static Endpoint onceRead(CatchUp catchUp, Endpoint endpoint) {
        return exchange -> {
            if (!catchUp.isOver()) {
                throw RequestFault.notReadYet(catchUp.left());
            }
            endpoint.answer(exchange);
        };
    }

    public void start() throws EnvironmentException {
        try {
            server.start();
        } catch (Exception e) {
            throw new EnvironmentException(
                    "http.port must be free, was " + address.getPort() + " (" + e.getMessage() + ")", e);
        }
    }

    /** The bound port, once started. */
    public int port() {
        return connector.getLocalPort();
    }

    public boolean isRunning() {
        return server.isRunning();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP server could not stop", e);
        }
    }
}
