package io.sluice.simulator.mqtt;

/**
 * A device's connection. It holds a bounded number of publications that have no final answer yet, sends them in order,
 * and sends them again after every reconnect until they have one. Thread-safe.
 */
public interface DeviceLink extends AutoCloseable {

    /** Starts connecting, and keeps at it until closed. */
    void start();

    /** False where the link is full or closed: nothing was taken. */
    boolean publish(Publication publication);

    boolean isConnected();

    /** Hangs up without a word to the broker, and stays away; what is published meanwhile waits. */
    void suspend();

    /** Comes back, where it was away. */
    void resume();

    /** Publications without a final answer. */
    int outstanding();

    /** Disconnects; what has no answer yet stays unanswered. */
    @Override
    void close();
}
