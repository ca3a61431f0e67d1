package io.sluice.model.payload;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.model.identity.IdAlphabet;
import io.sluice.model.message.DeviceMessage;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The members of a message that are not readings: ts, epoch and seq. A null member counts as not sent. */
final class Envelope {
    static final String TS = "ts";
    static final String EPOCH = "epoch";
    static final String SEQ = "seq";

    private Envelope() {}

    /**
     * Milliseconds since 1970, from an integer or an ISO-8601 string with an offset.
     *
     * @throws RejectionException where it is neither, or outside the window
     */
    static @Nullable Long ts(JsonParser parser, PayloadLimits limits, long nowMillis) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        String shown = token.isScalarValue() ? parser.getText() : token.asString();
        long ts = millis(parser, token, shown);
        if (ts < nowMillis - limits.maxAge().toMillis()
                || ts > nowMillis + limits.maxAhead().toMillis()) {
            throw outside(limits, shown);
        }
        return ts;
    }

    private static long millis(JsonParser parser, JsonToken token, String text) throws IOException {
        try {
            if (token == JsonToken.VALUE_NUMBER_INT) {
                return switch (parser.getNumberType()) {
                    case INT, LONG -> parser.getLongValue();
                    default -> text.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
                };
            }
            if (token == JsonToken.VALUE_STRING) {
                return toMillis(OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                        .toInstant());
            }
        } catch (DateTimeException e) {
            // Not a time: answered below.
        }
        throw new RejectionException(
                RejectReason.INVALID_VALUE,
                "ts must be integer milliseconds or an ISO-8601 string with an offset, was " + Shown.text(text));
    }

    private static long toMillis(Instant instant) {
        try {
            return instant.toEpochMilli();
        } catch (ArithmeticException e) {
            return instant.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    private static RejectionException outside(PayloadLimits limits, String shown) {
        return new RejectionException(
                RejectReason.TS_OUT_OF_BOUNDS,
                "ts must be at most " + limits.maxAge() + " old and " + limits.maxAhead() + " ahead, was "
                        + Shown.text(shown));
    }

    /** @throws RejectionException unless it is 1 to 32 characters of the id alphabet */
    static @Nullable String epoch(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() == JsonToken.VALUE_STRING && IdAlphabet.isEpoch(parser.getText())) {
            return parser.getText();
        }
        throw invalidIdentity("epoch must be a string of 1 to 32 characters of [A-Za-z0-9_.:-]", parser);
    }

    /** @throws RejectionException unless it is an integer from 1 to 2^53 - 1 */
    static @Nullable Long seq(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (isLong(parser)) {
            long seq = parser.getLongValue();
            if (seq >= 1 && seq <= DeviceMessage.MAX_SEQ) {
                return seq;
            }
        }
        throw invalidIdentity("seq must be an integer from 1 to 2^53 - 1", parser);
    }

    static boolean isLong(JsonParser parser) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    }

    private static RejectionException invalidIdentity(String rule, JsonParser parser) throws IOException {
        return new RejectionException(RejectReason.INVALID_IDENTITY, rule + ", was " + Shown.text(parser.getText()));
    }
}
