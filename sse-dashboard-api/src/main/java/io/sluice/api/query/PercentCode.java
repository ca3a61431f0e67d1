package io.sluice.api.query;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-decoding (RFC 3986, 2.1) that refuses what is not well-formed UTF-8. */
public final class PercentCode {
    private PercentCode() {}

    /**
     * The text without its escapes.
     *
     * @param isQuery there {@code +} is a space
     */
    public static String decode(String text, boolean isQuery) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.write(hex(text, i + 1) << 4 | hex(text, i + 2));
                i += 2;
            } else if (c == '+' && isQuery) {
                bytes.write(' ');
            } else if (c < 0x80) {
                bytes.write(c);
            } else {
                throw fault(text);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw fault(text);
        }
    }

    private static int hex(String text, int at) {
        int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
        if (digit < 0) {
            throw fault(text);
        }
        return digit;
    }

    private static RequestFault fault(String text) {
        return RequestFault.badRequest("URL must be percent-encoded UTF-8, was " + RequestFault.shown(text));
    }
}
