package io.sluice.launcher.verify;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline of which there is nothing but the public face.
 *
 * @param dead processes; all others live
 */
record FacedSubject(String httpUrl, Set<String> dead) implements Subject {
    @Override
    public void start(List<Fault> plan) {}

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void look() {}

    @Override
    public @Nullable String fault() {
        return null;
    }

    @Override
    public String mqttUrl() {
        return "mqtt://127.0.0.1:1";
    }

    @Override
    public String kafkaBootstrap() {
        return "127.0.0.1:1";
    }

    @Override
    public FaultTargets targets() {
        return new FaultTargets(List.of("gateway", "broker-1", "broker-2"), true);
    }

    @Override
    public boolean signal(String process, String signal) {
        return !dead.contains(process);
    }

    @Override
    public boolean fillDisk(String process, boolean full) {
        return !dead.contains(process);
    }

    @Override
    public void shiftClock(String process, Duration by) {}

    @Override
    public int ends(String process) {
        return 0;
    }

    @Override
    public void close() {}
}
