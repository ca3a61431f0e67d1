package io.sluice.gateway.access;

import java.util.Locale;

/** Why a client is not let in. */
public enum Denial {
    /** It showed nothing, where something is asked for. */
    NO_CREDENTIALS,
    /** Name or password is wrong. */
    BAD_PASSWORD,
    /** A token that is none, of another issuer or audience, or signed by nobody we know. */
    BAD_TOKEN,
    /** A good token or certificate whose time is over. */
    EXPIRED,
    /** Proven, but what proves it names no device. */
    NO_DEVICE,
    /** A listener that cannot ask who someone is, while others do. */
    NO_PROOF_POSSIBLE,
    /** The will's topic is not the client's. */
    FOREIGN_WILL,
    /** Too many wait to be checked. */
    BUSY;

    /** For a metric. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
