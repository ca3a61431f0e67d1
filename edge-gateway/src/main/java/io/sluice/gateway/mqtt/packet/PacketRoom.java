package io.sluice.gateway.mqtt.packet;

import java.util.concurrent.atomic.AtomicLong;

/** What there is room for of packets that are not whole yet, on all connections together. Thread-safe. */
public final class PacketRoom {
    /** A quarter of what the JVM gives Netty, which is as much as the heap that the gateway is started with. */
    private static final long MAX_BYTES = 128L << 20;

    private final long maxBytes;
    private final AtomicLong taken = new AtomicLong();

    public PacketRoom() {
        this(MAX_BYTES);
    }

    PacketRoom(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Whether it is still enough. */
    boolean take(int bytes) {
        return taken.addAndGet(bytes) <= maxBytes;
    }

    void leave(int bytes) {
        taken.addAndGet(-bytes);
    }

    long takenBytes() {
        return taken.get();
    }
}
