package io.sluice.model.payload.rejection;

/** Rejections that several readers word alike. */
public final class Fault {
    private Fault() {}

    /** @throws RejectionException NOT_PARSABLE */
    public static void refuseIf(boolean isRepeated, String member) {
        if (isRepeated) {
            throw new RejectionException(
                    RejectReason.NOT_PARSABLE,
                    "member of a message must stand once, stood twice: " + Shown.text(member));
        }
    }

    public static RejectionException notFinite(String thing, String shown) {
        return new RejectionException(
                RejectReason.NOT_FINITE,
                "value of " + Shown.text(thing) + " must be a finite double, was " + Shown.text(shown));
    }
}
