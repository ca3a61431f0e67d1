package io.sluice.model.payload;

import com.fasterxml.jackson.core.JsonToken;

/** Scalar items as readings. */
final class ItemValues {
    /** More digits than any double needs (767 decide a rounding, 17 name it), few enough to parse at once. */
    static final int MAX_NUMBER_LENGTH = 800;

    private ItemValues() {}

    /**
     * Adds the current scalar; a null adds nothing.
     *
     * @throws RejectionException where the value breaks a rule
     */
    static void add(Items items, String metric, Draft draft) {
        JsonToken token = items.current();
        switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> draft.number(metric, number(items, metric));
            case VALUE_TRUE, VALUE_FALSE -> draft.flag(metric, token == JsonToken.VALUE_TRUE);
            case VALUE_STRING -> draft.text(metric, items.text());
            case VALUE_NULL -> {}
            default -> throw new IllegalStateException("must be called at a scalar, was at " + token);
        }
    }

    /** The current number, bounded in length; whether it is finite is the draft's to say. */
    static double number(Items items, String thing) {
        if (items.textLength() > MAX_NUMBER_LENGTH) {
            throw new RejectionException(
                    RejectReason.INVALID_VALUE,
                    "number of " + Shown.text(thing) + " must have <= " + MAX_NUMBER_LENGTH + " characters, had "
                            + items.textLength());
        }
        double number = items.number();
        if (!Double.isFinite(number)) {
            throw notFinite(thing, items.text());
        }
        return number;
    }

    static RejectionException notFinite(String thing, String shown) {
        return new RejectionException(
                RejectReason.NOT_FINITE,
                "value of " + Shown.text(thing) + " must be a finite double, was " + Shown.text(shown));
    }
}
