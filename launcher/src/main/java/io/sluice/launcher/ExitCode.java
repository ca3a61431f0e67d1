package io.sluice.launcher;

/** What the process says when it ends (contract, <i>Commands</i>). */
final class ExitCode {
    static final int DONE = 0;
    static final int VERDICT_NO = 1;
    static final int USAGE = 2;
    static final int ENVIRONMENT = 3;

    private ExitCode() {}
}
