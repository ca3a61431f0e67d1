package io.sluice.launcher.exit;

/** What the process says when it ends (contract, <i>Commands</i>). */
public final class ExitCode {
    public static final int DONE = 0;
    public static final int VERDICT_NO = 1;
    public static final int USAGE = 2;
    public static final int ENVIRONMENT = 3;

    private ExitCode() {}
}
