package io.sluice.launcher.cluster;

import io.sluice.api.ApiSettings;
import io.sluice.gateway.mqtt.listen.MqttSettings;
import io.sluice.kit.lifecycle.EnvironmentException;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Setting;
import io.sluice.kit.settings.Settings;
import io.sluice.launcher.kafka.FreePorts;
import io.sluice.launcher.local.MqttListeners;
import io.sluice.model.rollup.Tier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Gateway, ingest and API, each by its own command. They inherit this process's settings but for what is here. */
final class ServiceNodes {
    /** More than the minute a gateway takes to empty its spool. */
    private static final Duration GRACE = Duration.ofSeconds(75);

    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final Settings settings;
    private final Path folder;
    private final MqttListeners mqtt;
    private final int httpPort;
    private final Map<String, Integer> adminPorts = new LinkedHashMap<>();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(ANSWER).build();

    /** @param settings with the brokers' addresses */
    ServiceNodes(Settings settings, Path folder) throws EnvironmentException {
        this.settings = settings;
        this.folder = folder;
        mqtt = MqttListeners.of(settings);
        String bind = settings.get(CommonSettings.BIND_ADDRESS);
        httpPort = FreePorts.pick(ApiSettings.HTTP_PORT.key(), bind, settings.get(ApiSettings.HTTP_PORT));
        int base = settings.get(CommonSettings.ADMIN_PORT);
        adminPorts.put("gateway", FreePorts.pick("admin.port", bind, base == 0 ? 0 : base + 1));
        adminPorts.put("ingest", FreePorts.pick("admin.port", bind, base == 0 ? 0 : base + 2));
        adminPorts.put("api", FreePorts.pick("admin.port", bind, base == 0 ? 0 : base + 4));
    }

    ChildProcess process(Jars jars, String service) {
        ChildCommand command = new ChildCommand(service, jars.sluice("512m", service), environment(service), GRACE);
        return new ChildProcess(command, folder);
    }

    /** The API has the history of each tier in it. */
    String heap(String service) {
        long historyMebibytes = settings.get(ApiSettings.HISTORY_BYTES) >> 20;
        return service.equals("api") ? 256 + Tier.values().length * historyMebibytes + "m" : "512m";
    }

    Map<String, String> environment(String service) {
        Map<String, String> environment = new HashMap<>();
        for (Setting<?> shared : List.of(
                CommonSettings.KAFKA_BOOTSTRAP,
                CommonSettings.PARTITIONS,
                CommonSettings.TOPIC_PREFIX,
                ApiSettings.HISTORY_BYTES)) {
            put(environment, shared, settings.get(shared));
        }
        put(environment, MqttSettings.PORT, mqtt.mqtt());
        mqtt.tls().ifPresent(port -> put(environment, MqttSettings.TLS_PORT, port));
        mqtt.websocket().ifPresent(port -> put(environment, MqttSettings.WEBSOCKET_PORT, port));
        put(environment, ApiSettings.HTTP_PORT, httpPort);
        put(environment, CommonSettings.DATA_DIR, folder);
        put(environment, CommonSettings.ADMIN_PORT, Objects.requireNonNull(adminPorts.get(service)));
        return environment;
    }

    private static void put(Map<String, String> environment, Setting<?> setting, Object value) {
        environment.put(setting.environmentName(), value.toString());
    }

    MqttListeners mqtt() {
        return mqtt;
    }

    int httpPort() {
        return httpPort;
    }

    /** Whether each says that it does its work. */
    boolean areReady() throws InterruptedException {
        for (int port : adminPorts.values()) {
            if (!isReady(port)) {
                return false;
            }
        }
        return true;
    }

    private boolean isReady(int port) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + mqtt.host() + ":" + port + "/health/ready"))
                .timeout(ANSWER)
                .build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // not listening yet
        }
    }
}
