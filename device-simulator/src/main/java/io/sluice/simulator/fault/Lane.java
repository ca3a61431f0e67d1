package io.sluice.simulator.fault;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** One direction through a {@link FaultProxy}: how its bytes travel, and how many have. Thread-safe. */
public final class Lane {
    private static final long UNBOUNDED = Long.MAX_VALUE;

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Set<LanePump> pumps = ConcurrentHashMap.newKeySet();
    private long latencyNanos;
    private int sliceBytes = Integer.MAX_VALUE;
    private long bytesPerSecond = UNBOUNDED;
    private long freeAtNanos = System.nanoTime();
    private boolean isHeld;
    private long bytes;
    private long packets;

    Lane() {}

    /** Each byte arrives so much later. */
    public synchronized void latency(Duration latency) {
        latencyNanos = latency.toNanos();
        notifyAll();
    }

    /** Bytes leave in packets of at most so many. */
    public synchronized void slices(int maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be >= 1, was " + maxBytes);
        }
        sliceBytes = maxBytes;
    }

    /** All connections together. */
    public synchronized void bandwidth(long maxBytesPerSecond) {
        if (maxBytesPerSecond < 1) {
            throw new IllegalArgumentException("maxBytesPerSecond must be >= 1, was " + maxBytesPerSecond);
        }
        bytesPerSecond = maxBytesPerSecond;
        notifyAll();
    }

    /**
     * A black hole: nothing arrives, nobody is told, and the sender's buffers fill. Undone, everything arrives, as TCP
     * sends again what was lost.
     */
    public synchronized void hold(boolean held) {
        isHeld = held;
        notifyAll();
    }

    /** Every open connection's sender has said all it will say in this direction; the other one stays open. */
    public void halfClose() {
        pumps.forEach(LanePump::endInput);
    }

    public synchronized void heal() {
        latencyNanos = 0;
        sliceBytes = Integer.MAX_VALUE;
        bytesPerSecond = UNBOUNDED;
        isHeld = false;
        notifyAll();
    }

    /** What has come out at the far end. */
    public synchronized long bytes() {
        return bytes;
    }

    /** In how many writes it has come out. */
    public synchronized long packets() {
        return packets;
    }

    void add(LanePump pump) {
        pumps.add(pump);
    }

    void remove(LanePump pump) {
        pumps.remove(pump);
    }

    /**
     * Waits until bytes that came in then may leave.
     *
     * @return how many of them, 0 where their connection has ended
     */
    synchronized int awaitTurn(LanePump pump, long cameNanos, int count) throws InterruptedException {
        while (pump.isOpen()) {
            long waitNanos = Math.max(cameNanos + latencyNanos, freeAtNanos) - System.nanoTime();
            if (!isHeld && waitNanos <= 0) {
                return take(count);
            }
            // Not for longer, so that the end of the connection is seen.
            TimeUnit.NANOSECONDS.timedWait(this, isHeld ? LOOK_NANOS : Math.min(waitNanos, LOOK_NANOS));
        }
        return 0;
    }

    private int take(int count) {
        int taken = Math.min(count, sliceBytes);
        if (bytesPerSecond != UNBOUNDED) {
            taken = (int) Math.max(1, Math.min(taken, bytesPerSecond / 20)); // in steps of a twentieth of a second
            freeAtNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(1) * taken / bytesPerSecond;
        }
        return taken;
    }

    synchronized void left(int count) {
        bytes += count;
        packets++;
    }
}
