package io.sluice.model.payload.draft;

import io.sluice.model.identity.IdAlphabet;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.rejection.Shown;

/** The members of a message that are not readings, and the rules for who it says it is. */
public final class Envelope {
    public static final String TS = "ts";
    public static final String EPOCH = "epoch";
    public static final String SEQ = "seq";

    private Envelope() {}

    /** @throws RejectionException where one is there without the other */
    public static void checkIdentity(Draft draft) {
        if (draft.hasEpoch() != draft.hasSeq()) {
            throw new RejectionException(
                    RejectReason.INVALID_IDENTITY,
                    "epoch and seq must both be sent or neither, was only "
                            + Shown.text(draft.hasEpoch() ? EPOCH : SEQ));
        }
    }

    /** @throws RejectionException INVALID_IDENTITY */
    public static String checkedEpoch(String epoch) {
        if (!IdAlphabet.isEpoch(epoch)) {
            throw invalidEpoch(epoch);
        }
        return epoch;
    }

    /** @throws RejectionException INVALID_IDENTITY */
    public static long checkedSeq(long seq) {
        if (seq < 1 || seq > DeviceMessage.MAX_SEQ) {
            throw invalidSeq(Long.toString(seq));
        }
        return seq;
    }

    /** For what is no text at all. */
    public static RejectionException invalidEpoch(String sent) {
        return invalid("epoch must be a string of 1 to 32 characters of [A-Za-z0-9_.:-]", sent);
    }

    /** For what is no integer at all. */
    public static RejectionException invalidSeq(String sent) {
        return invalid("seq must be an integer from 1 to 2^53 - 1", sent);
    }

    private static RejectionException invalid(String rule, String sent) {
        return new RejectionException(RejectReason.INVALID_IDENTITY, rule + ", was " + Shown.text(sent));
    }
}
