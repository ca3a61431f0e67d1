package io.sluice.model.payload.draft;

import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.rejection.SeqRef;
import java.util.List;

/** Reads the payloads of one format. Stateless and thread-safe; bounds hold while it reads, not afterwards. */
public interface MessageReader {

    /**
     * The payload's messages, at least one, in order.
     *
     * @throws RejectionException with the first fault
     */
    List<Draft> read(byte[] payload, ReadScope scope);

    /**
     * The identities in a payload that was refused, so that the ledger can tell refused messages from missing ones.
     * Lenient: whatever stands before the first fault of syntax counts.
     */
    default List<SeqRef> identities(byte[] payload) {
        return List.of();
    }
}
