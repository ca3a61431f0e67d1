package io.sluice.model.rollup;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Bytes that are not a rollup, or one that breaks the schema's rules. */
public final class RollupFormatException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    RollupFormatException(String message) {
        super(message);
    }

    RollupFormatException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
