package io.sluice.bench.process;

import io.sluice.bench.mqtt.Login;
import io.sluice.bench.mqtt.storm.Herd;
import io.sluice.bench.mqtt.storm.Swarm;
import io.sluice.bench.server.CrowdAlone;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Those whom good devices should not notice: {@link CrowdAlone} in a JVM of its own, which takes of the processors what
 * server and good devices leave, since in life it has processors of its own.
 */
public final class Crowd implements AutoCloseable {
    private final ChildProcess process;

    private Crowd(ChildProcess process) {
        this.process = process;
    }

    /** @param size of the herd, and of the assault that has most connections */
    public static Crowd of(MqttServer server, int size, Login login, Path folder) throws IOException {
        ChildProcess process = ChildProcess.modestJava(
                "1g",
                folder,
                CrowdAlone.class.getName(),
                Integer.toString(server.port(false)),
                Integer.toString(size),
                login.user(),
                login.password());
        process.awaitLine("ready");
        return new Crowd(process);
    }

    /** The herd begins to connect. */
    public void gather() throws IOException {
        process.ask("gather");
    }

    /** The herd is cut off at once. */
    public void cutOff() throws IOException {
        process.ask("cut off");
    }

    public Herd.Figures herd() throws IOException {
        return Herd.Figures.parse(process.ask("herd"));
    }

    public void begin(String assault) throws IOException {
        process.ask(assault);
    }

    public Swarm.Figures swarm() throws IOException {
        return Swarm.Figures.parse(process.ask("swarm"));
    }

    public void end() throws IOException {
        process.ask("end");
    }

    public double cpuSeconds() throws IOException {
        return ProcessFigures.cpuSeconds(process.pid());
    }

    @Override
    public void close() {
        process.close();
    }
}
