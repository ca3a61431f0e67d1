package io.sluice.model.payload.item;

import io.sluice.model.payload.rejection.Fault;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.rejection.Shown;

/** Scalar items as values. */
public final class ItemValues {
    /** More digits than any double needs (767 decide a rounding, 17 name it), few enough to parse at once. */
    private static final int MAX_NUMBER_LENGTH = 800;

    private ItemValues() {}

    /**
     * The current number.
     *
     * @throws RejectionException where it is too long to parse, or not finite
     */
    public static double number(Items items, String thing) {
        if (items.textLength() > MAX_NUMBER_LENGTH) {
            throw new RejectionException(
                    RejectReason.INVALID_VALUE,
                    "number of " + Shown.text(thing) + " must have <= " + MAX_NUMBER_LENGTH + " characters, had "
                            + items.textLength());
        }
        double number = items.number();
        if (!Double.isFinite(number)) {
            throw Fault.notFinite(thing, items.text());
        }
        return number;
    }
}
