package io.sluice.simulator.mqtt;

/** A link whose connection can be broken from this side, as a radio breaks it: without a word to the broker. */
public interface BreakableLink extends DeviceLink {

    /** Resets the connection, where there is one; the link connects anew by itself. */
    void reset();

    /**
     * Ends the connection for good, where there is one, and hears nothing more. Ask it for nothing more, but to close.
     */
    void breakOff(Ending how);

    /**
     * Says goodbye, so that the broker forgets the will, and leaves it to the broker to close the connection, which it
     * does when it has heard; then the link connects anew by itself. On the link's thread only.
     *
     * @return false where there is no connection to say it on
     */
    boolean leave();

    /** How often the broker has said that another connection came under this one's name. */
    int takenOver();
}
