package io.sluice.model.payload.item;

import com.fasterxml.jackson.core.JsonToken;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.rejection.Shown;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/**
 * The items of a MessagePack payload. Refuses binaries, extensions, and names that are no texts. Lengths are believed
 * only as far as the payload goes.
 */
final class MsgPackItems implements Items {
    private static final int MAX_OPEN = 1000;

    private final byte[] payload;
    private final MessageUnpacker unpacker;
    /** Per open structure: the items still to come, twice the pairs for a map; and whether it is one. */
    private long[] left = new long[8];

    private boolean[] isMap = new boolean[8];
    private int open;
    private @Nullable JsonToken current;
    private String text = "";
    private double number;
    private long integer;
    private boolean isLong;

    MsgPackItems(byte[] payload) {
        this.payload = payload;
        this.unpacker = MessagePack.newDefaultUnpacker(payload);
    }

    @Override
    public String format() {
        return MsgPackSource.NAME;
    }

    @Override
    public @Nullable JsonToken next() {
        try {
            current = read();
            return current;
        } catch (MessagePackException | IOException e) {
            throw notParsable("was not at byte " + unpacker.getTotalReadBytes() + ": "
                    + Shown.text(e.getClass().getSimpleName()));
        }
    }

    private @Nullable JsonToken read() throws IOException {
        isLong = false;
        if (open == 0) {
            return unpacker.hasNext() ? value() : null;
        }
        if (left[open - 1] == 0) {
            return isMap[--open] ? JsonToken.END_OBJECT : JsonToken.END_ARRAY;
        }
        boolean isName = isMap[open - 1] && left[open - 1] % 2 == 0;
        left[open - 1]--;
        return isName ? name() : value();
    }

    private JsonToken name() throws IOException {
        if (unpacker.getNextFormat().getValueType() != ValueType.STRING) {
            throw refused("names must be texts");
        }
        text = string();
        return JsonToken.FIELD_NAME;
    }

    private JsonToken value() throws IOException {
        MessageFormat format = unpacker.getNextFormat();
        return switch (format.getValueType()) {
            case NIL -> {
                unpacker.unpackNil();
                text = "null";
                yield JsonToken.VALUE_NULL;
            }
            case BOOLEAN -> {
                boolean flag = unpacker.unpackBoolean();
                text = Boolean.toString(flag);
                yield flag ? JsonToken.VALUE_TRUE : JsonToken.VALUE_FALSE;
            }
            case INTEGER -> whole(format);
            case FLOAT -> {
                number = unpacker.unpackDouble();
                text = Double.toString(number);
                yield JsonToken.VALUE_NUMBER_FLOAT;
            }
            case STRING -> {
                text = string();
                yield JsonToken.VALUE_STRING;
            }
            case ARRAY -> opened(unpacker.unpackArrayHeader(), false);
            case MAP -> opened(2L * unpacker.unpackMapHeader(), true);
            case BINARY, EXTENSION -> throw refused("items must be no binaries and no extensions");
        };
    }

    private JsonToken whole(MessageFormat format) throws IOException {
        if (format == MessageFormat.UINT64) {
            BigInteger unsigned = unpacker.unpackBigInteger();
            isLong = unsigned.bitLength() < Long.SIZE;
            integer = unsigned.longValue();
            number = unsigned.doubleValue();
            text = unsigned.toString();
        } else {
            isLong = true;
            integer = unpacker.unpackLong();
            number = integer;
            text = Long.toString(integer);
        }
        return JsonToken.VALUE_NUMBER_INT;
    }

    private String string() throws IOException {
        int length = unpacker.unpackRawStringHeader();
        int from = Math.toIntExact(unpacker.getTotalReadBytes());
        if (length < 0 || length > payload.length - from) {
            throw notParsable("had a text that did not end within it, at byte " + from);
        }
        if (!Utf8.isWellFormed(payload, from, length)) {
            throw notParsable("had a text that was not UTF-8, at byte " + from);
        }
        unpacker.readPayloadAsReference(length);
        return new String(payload, from, length, StandardCharsets.UTF_8);
    }

    private JsonToken opened(long items, boolean map) {
        if (open == MAX_OPEN) {
            throw new RejectionException(
                    RejectReason.TOO_DEEP, "MessagePack depth must be <= " + MAX_OPEN + ", was more");
        }
        if (open == left.length) {
            left = Arrays.copyOf(left, 2 * open);
            isMap = Arrays.copyOf(isMap, 2 * open);
        }
        left[open] = items;
        isMap[open++] = map;
        return map ? JsonToken.START_OBJECT : JsonToken.START_ARRAY;
    }

    private RejectionException refused(String rule) {
        int first = payload[Math.toIntExact(unpacker.getTotalReadBytes())] & 0xff;
        return new RejectionException(
                RejectReason.NOT_PARSABLE,
                "MessagePack " + rule + ", was one of first byte 0x" + Integer.toHexString(first));
    }

    private static RejectionException notParsable(String fault) {
        return new RejectionException(RejectReason.NOT_PARSABLE, "payload must be MessagePack, " + fault);
    }

    @Override
    @SuppressWarnings("NullAway") // as Items says: not after the last
    public JsonToken current() {
        return current;
    }

    @Override
    public int depth() {
        return open;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public int textLength() {
        return text.length();
    }

    @Override
    public double number() {
        return number;
    }

    @Override
    public boolean isLong() {
        return isLong;
    }

    @Override
    public long integer() {
        return integer;
    }

    @Override
    public void skipChildren() {
        JsonToken token = current;
        if (token != null && token.isStructStart()) {
            int outside = open - 1;
            while (open > outside) {
                next();
            }
        }
    }

    @Override
    public void close() {
        // It reads from an array.
    }
}
