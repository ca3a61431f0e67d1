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
    /** Too many wait to be checked, or to be let in. */
    BUSY,
    /** Came from an address where proofs fail, or came back, too often of late. */
    BANNED,
    /** Too many CONNECTs from its address. */
    CONNECT_RATE,
    /** Too many connections of its device. */
    TOO_MANY_CONNECTIONS;

    /** Whether it is what one would be told who guesses, or has nothing to show. */
    public boolean isFailedProof() {
        return switch (this) {
            case NO_CREDENTIALS, NO_PROOF_POSSIBLE, BAD_PASSWORD, BAD_TOKEN -> true;
            default -> false;
        };
    }

    /** For a metric. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
