package io.sluice.kit.admin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sluice.kit.access.HostRule;
import io.sluice.kit.access.HttpGuard;
import io.sluice.kit.health.HealthRegistry;
import io.sluice.kit.health.HealthReport;
import io.sluice.kit.lifecycle.EnvironmentException;
import io.sluice.kit.lifecycle.Service;
import io.sluice.kit.metrics.PrometheusMeters;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /metrics}, {@code /health/live} and {@code /health/ready}. A health answer is 200 when up and 503 when
 * down, with the reasons as JSON; metrics are for those whom the guard admits. A name that the host rule refuses is
 * told 421. Two threads of its own; a third request waits.
 */
public final class AdminServer implements Service {
    private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
    private static final int THREADS = 2;

    private record Answer(int status, String contentType, String body) {}

    private static final Answer NOT_ADMITTED =
            new Answer(401, "text/plain", "Authorization must be a token of http.token-file\n");

    private final InetSocketAddress address;
    private final Supplier<String> metrics;
    private final HealthRegistry health;
    private final HttpGuard guard;
    private final HostRule hosts;
    private @Nullable HttpServer server;
    private @Nullable ExecutorService threads;

    /** @param port 0 picks a free one */
    public AdminServer(InetAddress bind, int port, Supplier<String> metrics, HealthRegistry health) {
        this(new InetSocketAddress(bind, port), metrics, health, HttpGuard.OPEN);
    }

    AdminServer(InetSocketAddress address, Supplier<String> metrics, HealthRegistry health, HttpGuard guard) {
        this.address = address;
        this.metrics = metrics;
        this.health = health;
        this.guard = guard;
        this.hosts = HostRule.of(address, guard);
    }

    /** @throws SettingsException where it may not bind, or the token file cannot be used */
    public static AdminServer from(Settings settings, Supplier<String> metrics, HealthRegistry health)
            throws SettingsException {
        HttpGuard guard = HttpGuard.from(settings);
        InetAddress bind = BindRule.address(settings, guard.isOn());
        return new AdminServer(
                new InetSocketAddress(bind, settings.get(CommonSettings.ADMIN_PORT)), metrics, health, guard);
    }

    @Override
    public String name() {
        return "admin";
    }

    @Override
    public synchronized void start() throws IOException {
        HttpServer http;
        try {
            http = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new EnvironmentException(
                    "admin.port must be free, was " + address.getPort() + " (" + e.getMessage() + ")", e);
        }
        threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "admin-http");
            thread.setDaemon(true);
            return thread;
        });
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        http.start();
        server = http;
    }

    /** The bound port, once started. */
    public synchronized int port() {
        if (server == null) {
            throw new IllegalStateException("the admin server must be started to have a port");
        }
        return server.getAddress().getPort();
    }

    @Override
    public synchronized void close() {
        if (server != null) {
            server.stop(0);
        }
        if (threads != null) {
            threads.shutdownNow();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            if (answer.status() == NOT_ADMITTED.status()) {
                exchange.getResponseHeaders().put("WWW-Authenticate", HttpGuard.CHALLENGES);
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("admin request failed");
            throw e;
        }
    }

    private Answer answer(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        Optional<String> misdirected = hosts.fault(headers.getFirst("Host"));
        if (misdirected.isPresent()) {
            return new Answer(421, "text/plain; charset=utf-8", misdirected.get() + "\n");
        }
        String path = exchange.getRequestURI().getRawPath();
        return guard.admits(path, headers.getFirst("Authorization"))
                ? answer(exchange.getRequestMethod(), path)
                : NOT_ADMITTED;
    }

    private Answer answer(String method, String path) {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return new Answer(405, "text/plain", "method must be GET\n");
        }
        return switch (path) {
            case "/metrics" -> new Answer(200, PrometheusMeters.CONTENT_TYPE, metrics.get());
            case "/health/live" -> answer(health.live());
            case "/health/ready" -> answer(health.ready());
            default -> new Answer(404, "text/plain", "there is /metrics, /health/live and /health/ready\n");
        };
    }

    private static Answer answer(HealthReport report) {
        return new Answer(report.isUp() ? 200 : 503, "application/json", report.toJson());
    }
}
