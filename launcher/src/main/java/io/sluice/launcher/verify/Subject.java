package io.sluice.launcher.verify;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pipeline that is judged: where its public face is, and what can be done to it. */
public interface Subject extends AutoCloseable {
    /** A device says two windows of 1 s a second, of some 400 bytes each; what was evicted the judge would miss. */
    Duration LONGEST_OF_ALL_DEVICES = Duration.ofHours(83);

    long HISTORY_BYTES = 256L << 20;

    /** @param plan what will be done to it, so that it has what that takes */
    void start(List<Fault> plan) throws Exception;

    boolean isReady() throws InterruptedException;

    /** Starts again what has died. To be called every now and then. */
    void look() throws IOException;

    /** Why it cannot go on, null while it can. */
    @Nullable
    String fault();

    String mqttUrl();

    String httpUrl();

    String kafkaBootstrap();

    FaultTargets targets();

    /**
     * Sends a process a signal, where there is one of that name and it lives.
     *
     * @param signal KILL, STOP or CONT
     * @return whether it does
     */
    boolean signal(String process, String signal) throws IOException;

    /**
     * From now on no file takes another byte of the process, where there is one of that name and it lives; or takes
     * them again.
     *
     * @return whether it does
     */
    boolean fillDisk(String process, boolean full) throws IOException;

    /**
     * From now on the wall clock of the process, of which the plan has a jump, stands off so far from the right time,
     * and in its next life as well.
     */
    void shiftClock(String process, Duration by) throws IOException;

    /** How often the process has ended by itself. */
    int ends(String process);

    @Override
    void close();
}
