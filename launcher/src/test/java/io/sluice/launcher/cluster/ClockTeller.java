package io.sluice.launcher.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Writes into a file, over and over: wall clock, how long a wait took, how long it runs; all in milliseconds. */
final class ClockTeller {
    static final long WAIT_MILLIS = 100;

    private ClockTeller() {}

    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        long start = System.nanoTime();
        while (true) {
            long before = System.nanoTime();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS));
            long after = System.nanoTime();
            String line = System.currentTimeMillis() + " " + TimeUnit.NANOSECONDS.toMillis(after - before) + " "
                    + TimeUnit.NANOSECONDS.toMillis(after - start);
            Path written = Files.writeString(file.resolveSibling("told.new"), line);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
