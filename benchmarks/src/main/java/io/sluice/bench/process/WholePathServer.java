package io.sluice.bench.process;

import io.sluice.bench.server.KafkaAlone;
import io.sluice.kit.lifecycle.EnvironmentException;
import io.sluice.launcher.Sluice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ./sluice gateway} as it ships, and the embedded Kafka broker in a process beside it, acks=all. */
public final class WholePathServer implements MqttServer {
    private final ChildProcess kafka;
    private final ChildProcess gateway;
    private final int port;
    private final int tlsPort;

    private WholePathServer(ChildProcess kafka, ChildProcess gateway, int port, int tlsPort) {
        this.kafka = kafka;
        this.gateway = gateway;
        this.port = port;
        this.tlsPort = tlsPort;
    }

    public static WholePathServer start(Path folder, Certificate certificate) throws IOException {
        Path broker = Files.createDirectories(folder.resolve("kafka"));
        ChildProcess kafka = ChildProcess.java("512m", broker, KafkaAlone.class.getName(), broker.toString());
        String bootstrap = kafka.awaitLine("ready ").substring("ready ".length());
        Map<String, String> settings = Map.of(
                "SLUICE_KAFKA_BOOTSTRAP",
                bootstrap,
                "SLUICE_PARTITIONS",
                Integer.toString(KafkaAlone.PARTITIONS),
                "SLUICE_DATA_DIR",
                folder.resolve("gateway").toString(),
                "SLUICE_ADMIN_PORT",
                "0",
                "SLUICE_MQTT_PORT",
                "0",
                "SLUICE_MQTT_TLS_PORT",
                "0",
                "SLUICE_MQTT_WEBSOCKET_PORT",
                "0",
                "SLUICE_TLS_CERTIFICATE",
                certificate.certificate().toString(),
                "SLUICE_TLS_KEY",
                certificate.key().toString());
        ChildProcess gateway = ChildProcess.gateway(settings, folder, Sluice.class.getName(), "gateway");
        gateway.awaitLine("mqtt ");
        String log = gateway.log();
        return new WholePathServer(kafka, gateway, port(log, "mqtt.port"), port(log, "mqtt.tls.port"));
    }

    /** Picked by the gateway: a port picked here would be one that Kafka's clients may take before. */
    private static int port(String log, String setting) throws EnvironmentException {
        Matcher said = Pattern.compile("setting=\"" + Pattern.quote(setting) + "\" port=\"(\\d+)\"")
                .matcher(log);
        if (!said.find()) {
            throw new EnvironmentException("the gateway's log must tell " + setting + ", did not");
        }
        return Integer.parseInt(said.group(1));
    }

    @Override
    public String name() {
        return "whole path";
    }

    @Override
    public int port(boolean encrypted) {
        return encrypted ? tlsPort : port;
    }

    @Override
    public double cpuSeconds() throws IOException {
        return ProcessFigures.cpuSeconds(gateway.pid());
    }

    @Override
    public double othersCpuSeconds() throws IOException {
        return ProcessFigures.cpuSeconds(kafka.pid());
    }

    @Override
    public long residentBytes() throws IOException {
        return ProcessFigures.residentBytes(gateway.pid());
    }

    @Override
    public void close() {
        gateway.close();
        kafka.close();
    }
}
