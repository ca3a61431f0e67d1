package io.sluice.model.payload.item;

import com.fasterxml.jackson.core.JsonToken;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.rejection.Shown;

/** What is wrong with the item that stands there. */
public final class ItemFault {
    private ItemFault() {}

    /** The fault of the current item; where that opens a structure deeper than may be, the depth is the fault. */
    public static RejectionException at(Items items, int maxDepth, RejectReason reason, String rule) {
        JsonToken token = items.current();
        if (token == null) {
            return new RejectionException(reason, rule + ", was empty");
        }
        if (token == JsonToken.VALUE_EMBEDDED_OBJECT) {
            return new RejectionException(reason, rule + ", was bytes");
        }
        if (!token.isStructStart()) {
            return new RejectionException(reason, rule + ", was " + Shown.text(items.text()));
        }
        skip(items, maxDepth);
        return new RejectionException(
                reason, rule + ", was an " + (token == JsonToken.START_OBJECT ? "object" : "array"));
    }

    /** From an opening item to its end, item by item, within the depth; nothing at any other. */
    public static void skip(Items items, int maxDepth) {
        int outside = items.current().isStructStart() ? items.depth() : Integer.MAX_VALUE;
        while (items.depth() >= outside) {
            if (items.depth() > maxDepth) {
                throw new RejectionException(
                        RejectReason.TOO_DEEP,
                        items.format() + " depth must be <= " + maxDepth + ", was " + items.depth() + " or more");
            }
            if (items.next() == null) {
                break;
            }
        }
    }
}
