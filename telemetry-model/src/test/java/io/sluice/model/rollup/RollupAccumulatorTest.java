package io.sluice.model.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RollupAccumulatorTest {
    private record Reading(double value, long ts, long seq, long mix) {}

    @Test
    void knowsTheTermsOfOneReading() {
        RollupAccumulator one = new RollupAccumulator();
        one.add(21.5, 1_000, 7, 0xABCL);
        assertEquals(1, one.count());
        assertEquals(21.5, one.sum());
        assertEquals(21.5, one.mean());
        assertEquals(0, one.stddev());
        assertEquals(21.5, one.quantile(0.99));
        assertEquals(new Edge(1_000, 7, 0xABCL, 21.5), one.first());
        assertEquals(one.first(), one.last());
        assertEquals(0xABCL, one.identities());
    }

    @Test
    void firstAndLastAreByTimeThenSeqThenMix() {
        RollupAccumulator readings = new RollupAccumulator();
        readings.add(3, 20, 5, 9);
        readings.add(4, 20, 5, 10);
        readings.add(2, 10, 4, 1);
        readings.add(1, 10, 3, 2);
        readings.add(0, 20, 4, 11);
        assertEquals(1, readings.first().value());
        assertEquals(4, readings.last().value());
    }

    @Test
    void theSpreadOfNearlyEqualLargeValuesDoesNotCancel() {
        RollupAccumulator readings = new RollupAccumulator();
        // The textbook formula in doubles answers 0 here, or the root of a negative number.
        for (double value : new double[] {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16}) {
            readings.add(value, 0, 1, 1);
        }
        assertEquals(Math.sqrt(22.5), readings.stddev());
    }

    @Test
    void hugeAndTinyValuesGiveNeitherNanNorInfiniteMeans() {
        RollupAccumulator huge = new RollupAccumulator();
        huge.add(Double.MAX_VALUE, 0, 1, 1);
        huge.add(Double.MAX_VALUE, 1, 2, 2);
        assertEquals(Double.POSITIVE_INFINITY, huge.sum());
        assertEquals(Double.MAX_VALUE, huge.mean());
        assertEquals(0, huge.stddev());
        huge.add(-Double.MAX_VALUE, 2, 3, 3);
        assertEquals(1, huge.stddev() / (Double.MAX_VALUE * (Math.sqrt(8) / 3)), 1e-12);

        RollupAccumulator tiny = new RollupAccumulator();
        tiny.add(1e-300, 0, 1, 1);
        tiny.add(3e-300, 0, 1, 1);
        assertEquals(2e-300, tiny.mean());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void mergingInAnyOrderAndGroupingEqualsOnePass(long seed) {
        Random random = new Random(seed);
        List<Reading> readings = readings(random);
        RollupAccumulator onePass = new RollupAccumulator();
        readings.forEach(reading -> add(onePass, reading));
        Collections.shuffle(readings, random);
        RollupAccumulator merged = new RollupAccumulator();
        RollupAccumulator delta = new RollupAccumulator();
        for (Reading reading : readings) {
            add(delta, reading);
            if (random.nextInt(4) == 0) {
                merged.merge(delta);
                delta.clear();
            }
        }
        merged.merge(delta);
        assertEquals(onePass, merged, "seed " + seed);
        assertEquals(onePass, merged.copy(), "seed " + seed);
        assertEquals(onePass.sum(), merged.sum());
        assertEquals(onePass.mean(), merged.mean());
        assertEquals(onePass.stddev(), merged.stddev());
        assertEquals(twoPassStddev(readings), onePass.stddev(), 1e-9 * onePass.stddev());
    }

    private static double twoPassStddev(List<Reading> readings) {
        double mean = readings.stream().mapToDouble(Reading::value).average().orElseThrow();
        double squares = readings.stream()
                .mapToDouble(reading -> (reading.value() - mean) * (reading.value() - mean))
                .sum();
        return Math.sqrt(squares / readings.size());
    }

    private static List<Reading> readings(Random random) {
        List<Reading> readings = new ArrayList<>();
        int size = 2 + random.nextInt(500);
        for (int i = 0; i < size; i++) {
            readings.add(new Reading(
                    20 + random.nextGaussian() * 5, random.nextInt(50), random.nextInt(20) + 1, random.nextLong()));
        }
        return readings;
    }

    private static void add(RollupAccumulator to, Reading reading) {
        to.add(reading.value(), reading.ts(), reading.seq(), reading.mix());
    }
}
