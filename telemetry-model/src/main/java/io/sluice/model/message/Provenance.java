package io.sluice.model.message;

import org.jspecify.annotations.Nullable;

/**
 * What of a message the gateway stamped because the device did not send it.
 *
 * @param identityStamped epoch and seq come from the gateway
 * @param timeStamped ts comes from the gateway
 * @param publish in which it came, where that {@linkplain Publish is told}
 */
public record Provenance(
        boolean identityStamped,
        boolean timeStamped,
        @Nullable Publish publish) {
    public static final Provenance DEVICE = new Provenance(false, false);

    public Provenance(boolean identityStamped, boolean timeStamped) {
        this(identityStamped, timeStamped, null);
    }

    /** Whether nothing but ts and content tells a copy of the message from another message. */
    public boolean isKnownByContentOnly() {
        return identityStamped && !timeStamped;
    }
}
