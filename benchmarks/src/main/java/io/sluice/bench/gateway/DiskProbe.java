package io.sluice.bench.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;

/** A bare fdatasync after a small append to a preallocated file: what the disk takes, whoever asks. */
final class DiskProbe {
    private static final int FILE_BYTES = 16 << 20;
    private static final int APPEND_BYTES = 200;

    private DiskProbe() {}

    /**
     * For so long; nanoseconds each.
     *
     * @param periodNanos from one's begin to the next one's, 0 for one after another
     */
    static long[] measure(Path file, Duration time, long periodNanos) throws IOException {
        long[] nanos = new long[1 << 10];
        int count = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            preallocate(channel);
            ByteBuffer append = ByteBuffer.allocateDirect(APPEND_BYTES);
            long startNanos = System.nanoTime();
            long deadlineNanos = startNanos + time.toNanos();
            for (long at = 0;
                    System.nanoTime() < deadlineNanos;
                    at = (at + APPEND_BYTES) % (FILE_BYTES - APPEND_BYTES)) {
                append.clear();
                Pacer.awaitTime(startNanos + count * periodNanos);
                long before = System.nanoTime();
                channel.write(append, at);
                channel.force(false);
                if (count == nanos.length) {
                    nanos = Arrays.copyOf(nanos, 2 * count);
                }
                nanos[count++] = System.nanoTime() - before;
            }
        }
        return Arrays.copyOf(nanos, count);
    }

    private static void preallocate(FileChannel channel) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
        for (long at = 0; at < FILE_BYTES; at += zeros.capacity()) {
            zeros.clear();
            channel.write(zeros, at);
        }
        channel.force(true);
    }
}
