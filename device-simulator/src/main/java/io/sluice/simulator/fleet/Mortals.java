package io.sluice.simulator.fleet;

import io.sluice.simulator.mqtt.Ending;
import io.sluice.simulator.signal.Noise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Which devices of a fleet break off for good, when and how: by the seed alone. */
public final class Mortals {
    private static final int ONE_IN = 20;
    private static final int WHO = 2_001;
    private static final int WHEN = 2_002;
    private static final int HOW = 2_003;

    /** Of the run's time: until then there is something to lose, and afterwards time to notice. */
    private static final double FIRST = 0.5;

    private static final double LAST = 0.9;

    /** @param when since the start */
    public record Fate(Duration when, Ending how) {}

    private Mortals() {}

    /**
     * One in twenty, at least one, of those that leave wills; but never the first of these, so that there is one left
     * to plant any fault in. Each way to end before any comes again.
     *
     * @param hasWill by number
     * @param time of the whole run
     * @param ways to end, at least one
     * @return by number
     */
    public static Map<Integer, Fate> of(int devices, IntPredicate hasWill, long seed, Duration time, Set<Ending> ways) {
        List<Integer> who = IntStream.range(0, devices)
                .filter(hasWill)
                .skip(1)
                .boxed()
                .sorted(Comparator.comparing(device -> Noise.hash(seed + WHO, device)))
                .limit(Math.max(1, devices / ONE_IN))
                .toList();
        Map<Integer, Fate> fates = new TreeMap<>();
        for (int i = 0; i < who.size(); i++) {
            fates.put(who.get(i), new Fate(moment(seed, who.get(i), time), ending(ways, seed, i)));
        }
        return fates;
    }

    private static Ending ending(Set<Ending> ways, long seed, int turn) {
        List<Ending> endings = new ArrayList<>(ways);
        return endings.get((int) Math.floorMod(Noise.hash(seed + HOW, 0) + turn, (long) endings.size()));
    }

    private static Duration moment(long seed, int device, Duration time) {
        double share = FIRST + (LAST - FIRST) * Noise.uniform(seed + WHEN, device);
        return Duration.ofMillis((long) (share * time.toMillis()));
    }
}
