package io.sluice.model.payload.item;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8: Jackson lets overlong forms pass, and takes a payload with zero bytes for UTF-16. */
final class Utf8 {
    private Utf8() {}

    /** The offset of the first zero byte, or the length where the bytes are well-formed, or -1 where they are not. */
    static int firstZeroOrFault(byte[] bytes) {
        boolean ascii = true;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                return i;
            }
            ascii &= bytes[i] > 0;
        }
        return ascii || isWellFormed(bytes, 0, bytes.length) ? bytes.length : -1;
    }

    static boolean isWellFormed(byte[] bytes, int from, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
