package io.sluice.launcher.verify;

import io.sluice.api.ApiSettings;
import io.sluice.gateway.mqtt.listen.MqttSettings;
import io.sluice.kit.settings.Settings;
import io.sluice.launcher.cluster.LocalCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Each part a process of its own: three brokers, Flink's three, gateway, ingest and API. */
public final class ClusterSubject implements Subject {
    private final LocalCluster cluster;

    public ClusterSubject(Settings given, Path folder) throws Exception {
        Settings settings = given.with(MqttSettings.PORT, 0)
                .with(MqttSettings.WEBSOCKET_PORT, 0)
                .with(ApiSettings.HTTP_PORT, 0)
                .with(ApiSettings.HISTORY_BYTES, HISTORY_BYTES);
        cluster = new LocalCluster(settings, 0, folder);
    }

    @Override
    public void start(List<Fault> plan) throws Exception {
        for (Fault fault : plan) {
            if (fault.kind() == FaultKind.CLOCK_JUMP) {
                cluster.letClockJump(fault.process());
            }
        }
        cluster.start();
    }

    @Override
    public boolean isReady() throws InterruptedException {
        return cluster.isReady();
    }

    @Override
    public void look() throws IOException {
        cluster.look();
    }

    @Override
    public @Nullable String fault() {
        return cluster.fault();
    }

    @Override
    public String mqttUrl() {
        return cluster.mqttListeners().mqttUrl();
    }

    @Override
    public String httpUrl() {
        return cluster.httpUrl();
    }

    @Override
    public String kafkaBootstrap() {
        return cluster.kafkaBootstrap();
    }

    @Override
    public FaultTargets targets() {
        return new FaultTargets(cluster.processNames(), LocalCluster.canClocksJump());
    }

    @Override
    public boolean signal(String process, String signal) throws IOException {
        return cluster.signal(process, signal);
    }

    @Override
    public boolean fillDisk(String process, boolean full) throws IOException {
        return cluster.fillDisk(process, full);
    }

    @Override
    public void shiftClock(String process, Duration by) throws IOException {
        cluster.shiftClock(process, by);
    }

    @Override
    public int ends(String process) {
        return cluster.ends(process);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
