package io.sluice.model.payload.item;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.rejection.Shown;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The items of a Jackson parser, with its faults as rejections. */
final class JacksonItems implements Items {
    private final String format;
    private final JsonParser parser;

    JacksonItems(String format, JsonParser parser) {
        this.format = format;
        this.parser = parser;
    }

    @Override
    public String format() {
        return format;
    }

    @Override
    public @Nullable JsonToken next() {
        try {
            return parser.nextToken();
        } catch (IOException e) {
            throw rejection(format, e);
        }
    }

    @Override
    public JsonToken current() {
        return parser.currentToken();
    }

    @Override
    public int depth() {
        return parser.getParsingContext().getNestingDepth();
    }

    @Override
    public String text() {
        try {
            return parser.currentToken() == JsonToken.VALUE_EMBEDDED_OBJECT
                    ? Base64Variants.MODIFIED_FOR_URL.encode(parser.getBinaryValue())
                    : parser.getText();
        } catch (IOException e) {
            throw rejection(format, e);
        }
    }

    @Override
    public int textLength() {
        try {
            return parser.getTextLength();
        } catch (IOException e) {
            throw rejection(format, e);
        }
    }

    @Override
    public double number() {
        try {
            return parser.getDoubleValue();
        } catch (IOException e) {
            throw rejection(format, e);
        }
    }

    @Override
    public boolean isLong() {
        try {
            return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                    && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        } catch (IOException e) {
            throw rejection(format, e);
        }
    }

    @Override
    public long integer() {
        try {
            return parser.getLongValue();
        } catch (IOException e) {
            throw rejection(format, e);
        }
    }

    @Override
    public void skipChildren() {
        try {
            parser.skipChildren();
        } catch (IOException e) {
            throw rejection(format, e);
        }
    }

    static RejectionException rejection(String format, IOException fault) {
        if (fault instanceof StreamConstraintsException e) {
            return new RejectionException(
                    RejectReason.TOO_DEEP, format + " must stay within its bounds, did not: " + e.getOriginalMessage());
        }
        String where = fault instanceof JsonProcessingException e && e.getLocation() != null
                ? " at byte " + e.getLocation().getByteOffset() + ": " + Shown.text(e.getOriginalMessage())
                : ": " + Shown.text(String.valueOf(fault));
        return new RejectionException(RejectReason.NOT_PARSABLE, "payload must be " + format + ", was not" + where);
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw rejection(format, e); // it reads from an array: cannot happen
        }
    }
}
