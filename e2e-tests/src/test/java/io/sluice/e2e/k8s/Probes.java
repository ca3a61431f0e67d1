package io.sluice.e2e.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.e2e.k8s.Manifests.Workload;
import io.sluice.kit.admin.AdminServer;
import io.sluice.kit.health.HealthRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Every container that listens has probes, on a port it has, and on a path that is answered there. */
final class Probes implements Check {
    @Override
    public List<String> faults(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        try (AdminServer admin = new AdminServer(InetAddress.getLoopbackAddress(), 0, () -> "", new HealthRegistry())) {
            admin.start();
            for (Workload workload : manifests.workloads()) {
                for (JsonNode container : workload.containers()) {
                    if (container.has("ports")) {
                        check(workload, container, "livenessProbe", "/health/live", admin, faults);
                        check(workload, container, "readinessProbe", "/health/ready", admin, faults);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return faults;
    }

    private static void check(
            Workload workload, JsonNode container, String probe, String meant, AdminServer admin, List<String> faults)
            throws IOException {
        String path = container.path(probe).at("/httpGet/path").asText();
        String port = container.path(probe).at("/httpGet/port").asText();
        String what = workload.id() + ": " + probe;
        if (!path.equals(meant)) {
            faults.add(what + " must ask for " + meant + ", was " + (path.isEmpty() ? "absent" : path));
        } else if (!workload.hasPort(port)) {
            faults.add(what + " must be on a named port, was " + port);
        } else if (!isAnswered(port, path, admin)) {
            faults.add(what + " must be on a path that port " + port + " answers, was " + path);
        }
    }

    private static boolean isAnswered(String port, String path, AdminServer admin) throws IOException {
        return switch (port) {
            case "admin" -> status(admin, path) == HttpURLConnection.HTTP_OK;
            case "http" -> openApi().contains("\n  " + path + ":");
            default -> false;
        };
    }

    private static int status(AdminServer admin, String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + admin.port() + path).toURL().openConnection();
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    private static String openApi() throws IOException {
        try (InputStream in = Probes.class.getResourceAsStream("/openapi.yaml")) {
            if (in == null) {
                throw new IOException("the API's jar must hold /openapi.yaml");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
