package io.sluice.model.payload.item;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what Jackson reads of CBOR and JSON does not have: tags (but CBOR's own mark before all), names that are no
 * texts, simple values, strings in pieces, and texts that are not UTF-8. It looks at each item's first byte.
 */
final class StrictCborParser extends JsonParserDelegate {
    private static final byte[] SELF_DESCRIBED = {(byte) 0xd9, (byte) 0xd9, (byte) 0xf7};
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int TAG = 6;
    private static final int SIMPLE = 7;

    private final byte[] payload;
    private final boolean integerNames;

    StrictCborParser(JsonParser parser, byte[] payload, boolean integerNames) {
        super(parser);
        this.payload = payload;
        this.integerNames = integerNames;
    }

    @Override
    public @Nullable JsonToken nextToken() throws IOException {
        JsonToken token = super.nextToken();
        if (token != null && !token.isStructEnd()) {
            int at = Math.toIntExact(currentTokenLocation().getByteOffset());
            check(token, at == 0 && isSelfDescribed() ? SELF_DESCRIBED.length : at);
        }
        return token;
    }

    private boolean isSelfDescribed() {
        return payload.length > SELF_DESCRIBED.length
                && Arrays.mismatch(payload, SELF_DESCRIBED) == SELF_DESCRIBED.length;
    }

    private void check(JsonToken token, int at) {
        int first = payload[at] & 0xff;
        int major = first >> 5;
        if (major == TAG) {
            throw refused("items must have no tag", first);
        }
        if (token == JsonToken.FIELD_NAME && major != TEXT && !(integerNames && major < BYTES)) {
            throw refused("names must be texts", first);
        }
        if (major == SIMPLE && (first < 0xf4 || first == 0xf8)) {
            throw refused("simple values must be false, true, null or undefined", first);
        }
        if (first == 0x5f || first == 0x7f) {
            throw refused("strings must have a definite length", first);
        }
        if (major == TEXT) {
            checkText(at, first & 0x1f);
        }
    }

    /** Jackson does not look at the later bytes of a character. */
    private void checkText(int at, int lengthCode) {
        int lengthBytes = lengthCode < 24 ? 0 : 1 << (lengthCode - 24);
        long length = lengthBytes == 0 ? lengthCode : 0;
        int from = at + 1 + lengthBytes;
        for (int i = at + 1; i < from && i < payload.length; i++) {
            length = length << 8 | payload[i] & 0xff;
        }
        if (length < 0 || length > payload.length - from) {
            throw new RejectionException(
                    RejectReason.NOT_PARSABLE, "CBOR text must end within the payload, did not, at byte " + at);
        }
        if (!Utf8.isWellFormed(payload, from, (int) length)) {
            throw new RejectionException(
                    RejectReason.NOT_PARSABLE, "CBOR text must be valid UTF-8, was not, at byte " + at);
        }
    }

    private static RejectionException refused(String rule, int first) {
        return new RejectionException(
                RejectReason.NOT_PARSABLE, "CBOR " + rule + ", was one of first byte 0x" + Integer.toHexString(first));
    }
}
