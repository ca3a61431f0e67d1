package io.sluice.simulator.oracle;

import java.util.Locale;

/**
 * One thing that the pipeline says otherwise than it was.
 *
 * @param device as site/device
 * @param epoch empty where the message is not known
 * @param seq 0 where it is not known
 * @param where the series, tier and window, or the figure, in which it shows
 * @param detail what was expected and what was found
 * @param lastSeenIn the last stage that held the message, empty where nobody looked
 */
public record Finding(
        Kind kind, String device, String epoch, long seq, String where, String detail, String lastSeenIn) {
    /** What went wrong. */
    public enum Kind {
        /** Acknowledged, and not counted. */
        LOST,
        /** Counted more than once. */
        DOUBLED,
        /** Counted with another value. */
        CHANGED,
        /** Refused, and counted all the same. */
        REFUSED_YET_COUNTED,
        /** Refused, though nothing is wrong with it. */
        WRONGLY_REFUSED,
        /** The window holds what no message explains. */
        UNEXPLAINED,
        /** The window holds what it must, and says of the values what they do not say. */
        MISSTATED,
        /** The stream ended with another state than history. */
        STREAM_DIFFERS,
        /** The ledger does not balance. */
        LEDGER,
        /** A device that got no answers after everything was healed. */
        STUCK,
        /** A device that has spoken and is not shown alive. */
        NOT_ALIVE,
        /** A device that broke off for good and is not shown dead. */
        NOT_DEAD,
        /** A fault that was to be planted was not: the run proves nothing. */
        NOT_PLANTED;

        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Finding withStage(String stage) {
        return new Finding(kind, device, epoch, seq, where, detail, stage);
    }
}
