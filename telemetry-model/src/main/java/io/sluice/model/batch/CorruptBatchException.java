package io.sluice.model.batch;

import java.io.Serial;

/** The bytes are no batch. The message names the part, the rule and the value. */
public final class CorruptBatchException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    CorruptBatchException(String message) {
        super(message);
    }

    CorruptBatchException(String message, Throwable cause) {
        super(message, cause);
    }
}
