package io.sluice.simulator.mqtt;

/** A link whose connection can be broken from this side, as a radio breaks it: without a word to the broker. */
public interface BreakableLink extends DeviceLink {

    /** Resets the connection, where there is one; the link connects anew by itself. */
    void reset();

    /** How often the broker has said that another connection came under this one's name. */
    int takenOver();
}
