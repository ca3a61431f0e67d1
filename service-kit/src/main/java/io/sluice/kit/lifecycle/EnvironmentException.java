package io.sluice.kit.lifecycle;

import java.io.IOException;

/** The environment lacks something; the message says what. A command that meets it ends with exit code 3. */
public final class EnvironmentException extends IOException {
    private static final long serialVersionUID = 1L;

    public EnvironmentException(String message) {
        super(message);
    }

    public EnvironmentException(String message, Throwable cause) {
        super(message, cause);
    }
}
