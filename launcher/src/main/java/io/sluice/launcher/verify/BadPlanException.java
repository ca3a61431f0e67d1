package io.sluice.launcher.verify;

/** A line of a plan that says nothing that can be done. */
public final class BadPlanException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int line;

    /** @param line counted from 1 */
    BadPlanException(int line, String message) {
        super("faults line " + line + ": " + message);
        this.line = line;
    }

    public int line() {
        return line;
    }
}
