package io.sluice.model.message;

import org.jspecify.annotations.Nullable;

/** What a message takes at most where it is stored, in bytes: cheap to know, and twice what it does take, or less. */
public final class StoredBound {
    /** Identity, ts and flags. */
    public static final int WITHOUT_READINGS = 64;

    private StoredBound() {}

    /** A character takes three bytes at most, and one that takes four is two. */
    public static long ofReading(String metric, @Nullable String text) {
        return 16 + 3L * metric.length() + (text == null ? 0 : 3L * text.length());
    }
}
