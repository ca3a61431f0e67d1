package io.sluice.simulator.cost;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** How many connections this process may have: each is an open file, and the system sets a limit to those. */
public final class OpenFiles {
    /** Jars, logs, selectors, and the sockets of reference devices. */
    private static final long BESIDE_CONNECTIONS = 200;

    /** The same, the broker's segments, the checkpoints and the services' sockets. */
    private static final long BESIDE_PIPELINE = 800;

    private OpenFiles() {}

    /** What is to be said where so many connections cannot be; empty where they can. */
    public static Optional<String> objection(int connections) {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? objection(connections, system.getMaxFileDescriptorCount())
                : Optional.empty();
    }

    /** The same where the whole pipeline is in this process, too. */
    public static Optional<String> objectionToAll(int connections) {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? objectionToAll(connections, system.getMaxFileDescriptorCount())
                : Optional.empty();
    }

    static Optional<String> objectionToAll(int connections, long allowed) {
        long needed = 2L * connections + BESIDE_PIPELINE;
        return allowed < 0 || allowed >= needed
                ? Optional.empty()
                : Optional.of(
                        "open files must be at least " + needed + " for " + connections + " devices, two each and "
                                + BESIDE_PIPELINE + " of the pipeline; this process may have " + allowed
                                + ". Raise it before the start (ulimit -n " + needed + "), or ask for at most "
                                + Math.max(0, (allowed - BESIDE_PIPELINE) / 2) + " devices");
    }

    static Optional<String> objection(int connections, long allowed) {
        long needed = connections + BESIDE_CONNECTIONS;
        if (allowed < 0 || allowed >= needed) {
            return Optional.empty();
        }
        return Optional.of("open files must be at least " + needed + " for " + connections + " devices, one each and "
                + BESIDE_CONNECTIONS + " beside them; this process may have " + allowed
                + ". Raise it before the start (ulimit -n " + needed + "; beyond ulimit -Hn that takes root, nofile in"
                + " /etc/security/limits.conf or LimitNOFILE of a systemd unit; the broker needs as many), or ask for"
                + " at most " + Math.max(0, allowed - BESIDE_CONNECTIONS) + " devices");
    }
}
