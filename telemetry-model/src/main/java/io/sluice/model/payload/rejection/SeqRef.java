package io.sluice.model.payload.rejection;

import io.sluice.model.identity.IdAlphabet;
import io.sluice.model.message.DeviceMessage;
import org.jspecify.annotations.Nullable;

/** An identity that could be read from a payload that was refused: epoch and seq of the topic's device. */
public record SeqRef(String epoch, long seq) {

    /** Null where they are no identity. */
    public static @Nullable SeqRef ifValid(@Nullable String epoch, long seq) {
        return epoch != null && IdAlphabet.isEpoch(epoch) && seq >= 1 && seq <= DeviceMessage.MAX_SEQ
                ? new SeqRef(epoch, seq)
                : null;
    }
}
