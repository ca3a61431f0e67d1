package io.sluice.simulator.fleet;

import io.sluice.simulator.signal.Noise;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which devices of a fleet break off for good, and when: by the seed alone. */
public final class Mortals {
    private static final int ONE_IN = 20;
    private static final int WHO = 2_001;
    private static final int WHEN = 2_002;

    /** Of the run's time: until then there is something to lose, and afterwards time to notice. */
    private static final double FIRST = 0.5;

    private static final double LAST = 0.9;

    private Mortals() {}

    /**
     * One in twenty, at least one, of those that leave wills; but never the first of these, so that there is one left
     * to plant any fault in.
     *
     * @param hasWill by number
     * @param time of the whole run
     * @return the time of death since the start, by number
     */
    public static Map<Integer, Duration> of(int devices, IntPredicate hasWill, long seed, Duration time) {
        return IntStream.range(0, devices)
                .filter(hasWill)
                .skip(1)
                .boxed()
                .sorted(Comparator.comparing(device -> Noise.hash(seed + WHO, device)))
                .limit(Math.max(1, devices / ONE_IN))
                .collect(Collectors.toMap(device -> device, device -> moment(seed, device, time)));
    }

    private static Duration moment(long seed, int device, Duration time) {
        double share = FIRST + (LAST - FIRST) * Noise.uniform(seed + WHEN, device);
        return Duration.ofMillis((long) (share * time.toMillis()));
    }
}
