package io.sluice.simulator;

import io.sluice.simulator.mqtt.BrokerAccess;
import io.sluice.simulator.mqtt.BrokerAddress;
import io.sluice.simulator.replay.Recording;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * @param files recordings, of one run; notes beside a set (ReadMe, LICENSE) are passed over
 * @param access by what the connections get in, without placeholders: each speaks for several devices
 * @param speed how many times faster than recorded
 * @param keepTime whether messages keep the recorded ts; else ts = start + (recorded - first) / speed
 * @param connections over which the devices are spread; a device stays on one
 * @param maxInFlight publishes without an answer, over all connections
 * @param connectTimeout how long a broker may take to be there at the start
 * @param ackTimeout how long no answer at all may come once the run has begun
 */
public record ReplayOptions(
        List<Path> files,
        BrokerAddress broker,
        BrokerAccess access,
        double speed,
        boolean keepTime,
        Recording.Dialect dialect,
        int connections,
        int maxInFlight,
        Duration connectTimeout,
        Duration ackTimeout) {
    public ReplayOptions {
        files = List.copyOf(files);
        if (files.isEmpty()) {
            throw new IllegalArgumentException("replay must be given a file, was given none");
        }
        if (!(speed > 0) || !Double.isFinite(speed)) {
            throw new IllegalArgumentException("speed must be > 0, was " + speed);
        }
    }

    public static ReplayOptions of(List<Path> files, BrokerAddress broker, double speed) {
        return new ReplayOptions(
                files,
                broker,
                BrokerAccess.OPEN,
                speed,
                false,
                Recording.Dialect.KNOWN_SHAPES,
                8,
                1_000,
                Duration.ofSeconds(10),
                Duration.ofMinutes(5));
    }

    public ReplayOptions withAccess(BrokerAccess newAccess) {
        return new ReplayOptions(
                files,
                broker,
                newAccess,
                speed,
                keepTime,
                dialect,
                connections,
                maxInFlight,
                connectTimeout,
                ackTimeout);
    }

    public ReplayOptions withKeepTime(boolean keep) {
        return new ReplayOptions(
                files, broker, access, speed, keep, dialect, connections, maxInFlight, connectTimeout, ackTimeout);
    }

    public ReplayOptions withDialect(Recording.Dialect newDialect) {
        return new ReplayOptions(
                files,
                broker,
                access,
                speed,
                keepTime,
                newDialect,
                connections,
                maxInFlight,
                connectTimeout,
                ackTimeout);
    }

    public ReplayOptions withTimeouts(Duration connect, Duration ack) {
        return new ReplayOptions(
                files, broker, access, speed, keepTime, dialect, connections, maxInFlight, connect, ack);
    }
}
