package io.sluice.bench.process;

import java.io.IOException;
import java.util.OptionalLong;

/** A contestant: an MQTT server on loopback in a process of its own. */
public interface MqttServer extends AutoCloseable {
    String name();

    int port(boolean encrypted);

    /** Of the server's process alone. */
    double cpuSeconds() throws IOException;

    /** Of what it needs beside itself; 0 where it needs nothing. */
    default double othersCpuSeconds() throws IOException {
        return 0;
    }

    long residentBytes() throws IOException;

    /** Heap and direct memory in use after a collection; empty for what is no JVM of ours. */
    default OptionalLong usedBytes() throws IOException {
        return OptionalLong.empty();
    }

    @Override
    void close();
}
