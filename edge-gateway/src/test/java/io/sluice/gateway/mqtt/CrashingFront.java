package io.sluice.gateway.mqtt;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A front with a spool whose lives follow one another by crashes. */
public final class CrashingFront implements AutoCloseable {
    private final Path folders;
    private SpooledFront life;
    private int lives;

    /** @param folders gets one for each life */
    public CrashingFront(Path folders) throws Exception {
        this.folders = folders;
        this.life = new SpooledFront(folders.resolve("life-0"));
    }

    /** The CONNECT of a session that outlives its connections. */
    public static MqttConnectMessage keeping(MqttVersion version) {
        return version == MqttVersion.MQTT_5
                ? Sent.connectPersistent5("keeper")
                : Sent.connect(version, "keeper", false);
    }

    public RawClient connect(MqttConnectMessage connect) throws InterruptedException {
        return RawClient.connected(life.port(), connect);
    }

    public void crash() throws Exception {
        life = life.crashInto(folders.resolve("life-" + ++lives));
    }

    /** See {@link SpooledFront#stored}. */
    public List<String> stored() throws IOException {
        return life.stored();
    }

    /** How many the front keeps, with those of connected clients. */
    public int sessions() {
        return (int) life.meters.get("sluice.gateway.sessions").gauge().value();
    }

    @Override
    public void close() throws IOException {
        life.close();
    }
}
