package io.sluice.simulator.mqtt;

import java.util.Locale;

/** How the last connection of a device ends that never comes back. In each way its will is due. */
public enum Ending {
    /** TCP's reset. */
    RESET,
    /** The connection stays up, and nothing is sent or read any more: only its keep-alive tells. */
    SILENCE,
    /** An end of stream without DISCONNECT. */
    END_OF_STREAM,
    /** DISCONNECT with reason 0x04, which asks for the will. */
    DISCONNECT_WITH_WILL;

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
