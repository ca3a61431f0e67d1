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
        checkDepth(items, scope.limits().maxDepth());
        return new RejectionException(
                reason, rule + ", was an " + (token == JsonToken.START_OBJECT ? "object" : "array"));
    }

    private static void checkDepth(Items items, int maxDepth) {
        int outside = items.depth();
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
