package io.sluice.gateway.spool;

import java.io.IOException;

/** What was durable cannot be read again. Nothing may be guessed here: a person has to look. */
public final class CorruptSpoolException extends IOException {
    private static final long serialVersionUID = 1L;

    CorruptSpoolException(String message) {
        super(message);
    }
}
