package io.sluice.simulator.oracle;

import java.util.Locale;

/** What became of a message, as far as its device can know. */
public enum Outcome {
    /** Sent, without an answer so far: it may be counted, once, or not. */
    UNKNOWN,
    /** Must be counted, once. */
    ACKED,
    /** Must not be counted. */
    REFUSED,
    /** Refused when it was sent again; what was sent before has no answer, and may be counted, once. */
    REFUSED_AT_LAST,
    /** Numbered by the device and then lost by it: must not be counted either. */
    NEVER_SENT;

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
