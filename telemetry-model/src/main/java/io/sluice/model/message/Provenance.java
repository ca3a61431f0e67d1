package io.sluice.model.message;

/**
 * What of a message the gateway stamped because the device did not send it.
 *
 * @param identityStamped epoch and seq come from the gateway
 * @param timeStamped ts comes from the gateway
 */
public record Provenance(boolean identityStamped, boolean timeStamped) {
    public static final Provenance DEVICE = new Provenance(false, false);
}
