package io.sluice.launcher.cluster;

/** How a process ended, by what {@link Process#exitValue} makes of it. */
record ProcessEnd(int exitValue) {
    /** What the exit value of a signal exceeds. */
    private static final int SIGNALS = 128;

    private static final int SIGKILL = 9;

    boolean isKill() {
        return exitValue == SIGNALS + SIGKILL;
    }

    @Override
    public String toString() {
        return exitValue > SIGNALS ? "signal " + (exitValue - SIGNALS) : "exit " + exitValue;
    }
}
