package io.sluice.api.json;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes JSON as UTF-8 into one growing buffer. Commas come by themselves; that braces match is the caller's business.
 * Not thread-safe.
 */
public final class JsonBytes {
    private static final int FIRST_CAPACITY = 1024;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int size;
    private boolean commaDue;

    public JsonBytes beginObject() {
        return open('{');
    }

    public JsonBytes endObject() {
        return close('}');
    }

    public JsonBytes beginArray() {
        return open('[');
    }

    public JsonBytes endArray() {
        return close(']');
    }

    public JsonBytes name(String name) {
        comma();
        quoted(name);
        put(':');
        commaDue = false;
        return this;
    }

    public JsonBytes value(String text) {
        comma();
        quoted(text);
        commaDue = true;
        return this;
    }

    public JsonBytes value(long number) {
        comma();
        ascii(Long.toString(number));
        commaDue = true;
        return this;
    }

    /** JSON has no NaN and no infinity: they become null. */
    public JsonBytes value(double number) {
        comma();
        if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            ascii(Long.toString((long) number));
            ascii(".0");
        } else {
            ascii(Double.isFinite(number) ? Double.toString(number) : "null");
        }
        commaDue = true;
        return this;
    }

    public JsonBytes value(boolean flag) {
        comma();
        ascii(flag ? "true" : "false");
        commaDue = true;
        return this;
    }

    /** 16 hexadecimal digits, as text. */
    public JsonBytes hex(long bits) {
        comma();
        put('"');
        for (int shift = 60; shift >= 0; shift -= 4) {
            put(HEX[(int) (bits >>> shift) & 15]);
        }
        put('"');
        commaDue = true;
        return this;
    }

    /** A value that already is JSON. */
    public JsonBytes raw(byte[] json) {
        comma();
        append(json);
        commaDue = true;
        return this;
    }

    /** Text outside the JSON, such as the lines of an event around it. Starts a new JSON value. */
    public JsonBytes text(String outside) {
        append(outside.getBytes(StandardCharsets.UTF_8));
        commaDue = false;
        return this;
    }

    public JsonBytes text(byte[] outside) {
        append(outside);
        commaDue = false;
        return this;
    }

    public int size() {
        return size;
    }

    /** The bytes so far, without a copy: only for a writer that is not used any more. */
    public ByteBuffer toBuffer() {
        return ByteBuffer.wrap(bytes, 0, size).slice();
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }

    /** Hands over what is there and goes on with an empty buffer, in the middle of the same JSON. */
    public void drainTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
        size = 0;
    }

    private JsonBytes open(char bracket) {
        comma();
        put(bracket);
        commaDue = false;
        return this;
    }

    private JsonBytes close(char bracket) {
        put(bracket);
        commaDue = true;
        return this;
    }

    private void comma() {
        if (commaDue) {
            put(',');
        }
    }

    private void quoted(String text) {
        put('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                put('\\');
                put(c);
            } else if (c < 0x20) {
                ascii("\\u00");
                put(HEX[c >> 4]);
                put(HEX[c & 15]);
            } else if (c < 0x80) {
                put(c);
            } else {
                i = beyondAscii(text, i);
            }
        }
        put('"');
    }

    private int beyondAscii(String text, int at) {
        int codePoint = text.codePointAt(at);
        append(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
        return at + Character.charCount(codePoint) - 1;
    }

    private void ascii(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
    }

    private void append(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    private void put(char c) {
        reserve(1);
        bytes[size++] = (byte) c;
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
        }
    }
}
