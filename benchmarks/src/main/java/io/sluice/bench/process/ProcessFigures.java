package io.sluice.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says of a process. */
public final class ProcessFigures {
    /** Fixed for programs, whatever the kernel's own clock. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    private ProcessFigures() {}

    /** Seconds of CPU time, in user and in kernel mode, of all its threads. */
    public static double cpuSeconds(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // The name before may hold blanks, and stands in parentheses.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) / TICKS_PER_SECOND;
    }

    /** What of its memory is in RAM. */
    public static long residentBytes(long pid) throws IOException {
        return field("/proc/" + pid + "/status", "VmRSS:") * 1024;
    }

    /** How many files and sockets this process may have open. */
    public static long openFilesLimit() throws IOException {
        return field("/proc/self/limits", "Max open files");
    }

    private static long field(String file, String name) throws IOException {
        for (String line : Files.readAllLines(Path.of(file))) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.substring(name.length()).strip().split("\\s+")[0]);
            }
        }
        throw new IOException(file + " must have a line " + name + ", had none");
    }
}
