package io.sluice.launcher.verify;

import io.sluice.api.ApiSettings;
import io.sluice.gateway.mqtt.listen.MqttSettings;
import io.sluice.kit.lifecycle.EnvironmentException;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import io.sluice.launcher.local.DataFolder;
import io.sluice.launcher.local.LocalPipeline;
import io.sluice.launcher.settings.LauncherSettings;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything in this JVM: nothing in it can be killed, only what leads to it. */
public final class LocalSubject implements Subject {
    private final LocalPipeline pipeline;

    public LocalSubject(Settings given, DataFolder folder) throws EnvironmentException, SettingsException {
        pipeline = new LocalPipeline(
                given.with(MqttSettings.PORT, 0)
                        .with(MqttSettings.WEBSOCKET_PORT, 0)
                        .with(ApiSettings.HTTP_PORT, 0)
                        .with(ApiSettings.HISTORY_BYTES, HISTORY_BYTES)
                        .with(CommonSettings.ADMIN_PORT, 0)
                        .with(LauncherSettings.KAFKA_PORT, 0),
                folder);
    }

    @Override
    public void start(List<Fault> plan) throws Exception {
        pipeline.start(() -> false);
    }

    @Override
    public boolean isReady() {
        return pipeline.health().ready().isUp();
    }

    @Override
    public void look() {}

    @Override
    public @Nullable String fault() {
        return pipeline.health().live().isUp() ? null : pipeline.health().live().toJson();
    }

    @Override
    public String mqttUrl() {
        return pipeline.mqttUrl();
    }

    @Override
    public String httpUrl() {
        return pipeline.httpUrl();
    }

    @Override
    public String kafkaBootstrap() {
        return pipeline.kafkaBootstrap();
    }

    @Override
    public FaultTargets targets() {
        return FaultTargets.ONE_JVM;
    }

    @Override
    public boolean signal(String process, String signal) {
        return false;
    }

    @Override
    public boolean fillDisk(String process, boolean full) {
        return false;
    }

    @Override
    public void shiftClock(String process, Duration by) {
        // There is none.
    }

    @Override
    public int ends(String process) {
        return 0;
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
