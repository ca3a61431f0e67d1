package io.sluice.launcher.verify;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pipeline of which there is nothing but the public face. */
record FacedSubject(String httpUrl) implements Subject {
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
        return FaultTargets.ONE_JVM;
    }

    @Override
    public void signal(String process, String signal) {}

    @Override
    public void fillDisk(String process, boolean full) {}

    @Override
    public void shiftClock(String process, Duration by) {}

    @Override
    public int ends(String process) {
        return 0;
    }

    @Override
    public void close() {}
}
