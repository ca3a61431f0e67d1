package io.sluice.model.payload;

import com.fasterxml.jackson.core.JsonToken;

/** Rejections that several readers word alike. */
final class Fault {
    private Fault() {}

    /** The fault of the current item; where that opens a structure deeper than may be, the depth is the fault. */
    static RejectionException at(Items items, ReadScope scope, RejectReason reason, String rule) {
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
        skip(items, scope);
        return new RejectionException(
                reason, rule + ", was an " + (token == JsonToken.START_OBJECT ? "object" : "array"));
    }

    /** From an opening item to its end, item by item, within the depth; nothing at any other. */
    static void skip(Items items, ReadScope scope) {
        int maxDepth = scope.limits().maxDepth();
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

    static void refuseIf(boolean isRepeated, String member) {
        if (isRepeated) {
            throw new RejectionException(
                    RejectReason.NOT_PARSABLE,
                    "member of a message must stand once, stood twice: " + Shown.text(member));
        }
    }
}
