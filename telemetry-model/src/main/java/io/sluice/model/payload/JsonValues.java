package io.sluice.model.payload;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Scalar JSON values as readings. */
final class JsonValues {
    static final int MAX_TEXT_LENGTH = 1024;
    /** More digits than any double needs (767 decide a rounding, 17 name it), few enough to parse at once. */
    static final int MAX_NUMBER_LENGTH = 800;

    private JsonValues() {}

    /**
     * Adds the parser's current scalar; a null adds nothing.
     *
     * @throws RejectionException where the value breaks a rule
     */
    static void add(JsonParser parser, String metric, Draft draft) throws IOException {
        JsonToken token = parser.currentToken();
        switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> draft.number(metric, number(parser, metric));
            case VALUE_TRUE, VALUE_FALSE -> draft.flag(metric, token == JsonToken.VALUE_TRUE);
            case VALUE_STRING -> draft.text(metric, text(parser, metric));
            case VALUE_NULL -> {}
            default -> throw new IllegalStateException("must be called at a scalar, was at " + token);
        }
    }

    private static double number(JsonParser parser, String metric) throws IOException {
        if (parser.getTextLength() > MAX_NUMBER_LENGTH) {
            throw new RejectionException(
                    RejectReason.INVALID_VALUE,
                    "number of " + Shown.text(metric) + " must have <= " + MAX_NUMBER_LENGTH + " characters, had "
                            + parser.getTextLength());
        }
        double number = parser.getDoubleValue();
        if (!Double.isFinite(number)) {
            throw new RejectionException(
                    RejectReason.NOT_FINITE,
                    "value of " + Shown.text(metric) + " must be a finite double, was " + Shown.text(parser.getText()));
        }
        return number;
    }

    private static String text(JsonParser parser, String metric) throws IOException {
        String text = parser.getText();
        if (text.length() > MAX_TEXT_LENGTH) {
            throw new RejectionException(
                    RejectReason.TOO_LARGE,
                    "text of " + Shown.text(metric) + " must have <= " + MAX_TEXT_LENGTH + " characters, had "
                            + text.length());
        }
        if (hasUnpairedSurrogate(text)) {
            throw new RejectionException(
                    RejectReason.INVALID_VALUE,
                    "text of " + Shown.text(metric) + " must be valid Unicode, was " + Shown.text(text));
        }
        return text;
    }

    private static boolean hasUnpairedSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean paired = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}
