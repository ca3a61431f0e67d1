package io.sluice.gateway.bridge;

/** The broker answers, and will not have us: someone must change something. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
