package io.sluice.model.payload.item;

import com.fasterxml.jackson.core.JsonToken;
import io.sluice.model.payload.rejection.RejectionException;
import org.jspecify.annotations.Nullable;

/**
 * A payload's items, pulled one by one: what JSON, CBOR and MessagePack have in common, in the words of Jackson's
 * tokens. All methods throw {@link RejectionException} where the bytes break the format. One use, one thread.
 */
public interface Items extends AutoCloseable {

    /** As it stands in messages: {@code JSON}. */
    String format();

    /** The next item; null after the last, and never within a structure. */
    @Nullable
    JsonToken next();

    /** The item that {@link #next} returned, which must not have been null. */
    JsonToken current();

    /** Structures open at the current item; an opening one counts, a closing one no longer. */
    int depth();

    /** A name, a text, a number as written, or bytes as base64url. */
    String text();

    /** Characters of {@link #text}. */
    int textLength();

    /** The current number, which may be NaN or infinite. */
    double number();

    /** Whether the current item is an integer that fits a long. */
    boolean isLong();

    long integer();

    /** From an opening item to its end; nothing at any other. */
    void skipChildren();

    @Override
    void close();
}
