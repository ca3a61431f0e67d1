package io.sluice.launcher.exit;

/** The environment lacks something; the message says what. Ends the process with exit code 3. */
public final class EnvironmentException extends Exception {
    private static final long serialVersionUID = 1L;

    public EnvironmentException(String message) {
        super(message);
    }

    public EnvironmentException(String message, Throwable cause) {
        super(message, cause);
    }
}
