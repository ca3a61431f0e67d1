package io.sluice.api.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.api.query.Parameters;
import io.sluice.kit.health.HealthReport;
import io.sluice.kit.metrics.PrometheusMeters;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Metrics, health and the API's own description. */
final class ServiceEndpoints {
    private ServiceEndpoints() {}

    static Endpoint metrics(MeterRegistry meters) {
        return exchange -> {
            Parameters.parse(exchange.query());
            exchange.set("Cache-Control", "no-store");
            exchange.bytes(
                    200,
                    PrometheusMeters.CONTENT_TYPE,
                    PrometheusMeters.scrape(meters).getBytes(StandardCharsets.UTF_8));
        };
    }

    static Endpoint health(Supplier<HealthReport> report) {
        return exchange -> {
            Parameters.parse(exchange.query());
            HealthReport now = report.get();
            exchange.set("Cache-Control", "no-store");
            exchange.bytes(now.isUp() ? 200 : 503, Exchange.JSON, now.toJson().getBytes(StandardCharsets.UTF_8));
        };
    }

    static Endpoint openApi() {
        byte[] text = resource("/openapi.yaml");
        return exchange -> {
            Parameters.parse(exchange.query());
            exchange.bytes(200, "application/yaml; charset=utf-8", text);
        };
    }

    private static byte[] resource(String name) {
        try (InputStream in = ServiceEndpoints.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar must hold " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
