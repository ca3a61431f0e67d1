package io.sluice.model.payload;

import io.sluice.model.payload.draft.Draft;
import io.sluice.model.payload.draft.PayloadLimits;
import io.sluice.model.payload.rejection.SeqRef;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether messages fit where they are stored: a publish whole into one record of the spool, a message alone into one of
 * Kafka. Packed formats say much in few bytes, so a packet's own bound does not tell.
 */
final class StoredRoom {
    /** A batch of one such message has at most the 4 MiB that Kafka is sent as one record. */
    static final int MAX_MESSAGE_BYTES = 3 << 20;

    private StoredRoom() {}

    /** The rule that the messages of a publish break, null where they fit. */
    static @Nullable String fault(List<Draft> drafts, PayloadLimits limits) {
        long all = 0;
        for (Draft draft : drafts) {
            long bound = draft.storedBound();
            if (bound > MAX_MESSAGE_BYTES) {
                return "message must take <= " + MAX_MESSAGE_BYTES + " bytes in the spool, may take " + bound;
            }
            all += bound;
        }
        return all <= limits.maxStoredBytes()
                ? null
                : "messages of a publish must take <= " + limits.maxStoredBytes()
                        + " bytes in the spool together, may take " + all;
    }

    /** The identities that their device gave them. */
    static List<SeqRef> identities(List<Draft> drafts) {
        return drafts.stream().map(Draft::sentRef).filter(Objects::nonNull).toList();
    }
}
