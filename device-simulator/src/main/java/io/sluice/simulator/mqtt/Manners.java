package io.sluice.simulator.mqtt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a device says because of its connection, beside what it is given to publish. On its link's thread only. */
public interface Manners {
    /** Nothing. */
    Manners NONE = () -> null;

    /** Asked before each connection: what the broker is to say when that one is lost, null for nothing. */
    @Nullable
    Publication will();

    /** The filter of the commands that it follows, null for none. */
    default @Nullable String commands() {
        return null;
    }

    /** Said at QoS 0 on each connection before all else. */
    default List<Publication> greeting() {
        return List.of();
    }

    /** Said at QoS 0 as soon as a command has come. */
    default List<Publication> reply(byte[] command) {
        return List.of();
    }

    /** By how many bytes {@link #worded} makes a payload longer at most. */
    default int wordingBytes() {
        return 0;
    }

    /** A publication as it goes out on this connection. */
    default Publication worded(Publication publication) {
        return publication;
    }

    /** The reason code of its DISCONNECT. */
    default int goodbye() {
        return 0;
    }
}
