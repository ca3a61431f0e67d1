package io.sluice.gateway.access;

/** Whether a client is let in. */
public sealed interface Verdict {
    record Granted(Speaker speaker) implements Verdict {}

    record Refused(Denial reason) implements Verdict {}
}
