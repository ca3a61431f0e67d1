package io.sluice.simulator.replay;

import java.io.Serial;

/** A file is no recording, or a line of it is none. The message names file, line, rule and value. */
public final class RecordingException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public RecordingException(String message) {
        super(message);
    }
}
