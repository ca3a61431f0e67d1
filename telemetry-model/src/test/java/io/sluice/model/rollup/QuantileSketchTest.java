package io.sluice.model.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantileSketchTest {
    @Test
    void isExactForUpToEightValues() {
        QuantileSketch sketch = sketchOf(8.5, 1, -3, 0, 7, 2, 4, 6);
        assertFalse(sketch.isBucketed());
        assertEquals(-3, sketch.quantile(0));
        assertEquals(2, sketch.quantile(0.5));
        assertEquals(8.5, sketch.quantile(1));
    }

    @Test
    void takesTheNearestRank() {
        QuantileSketch sketch = sketchOf(10, 20, 30, 40);
        assertEquals(10, sketch.quantile(0.25));
        assertEquals(20, sketch.quantile(0.26));
    }

    @Test
    void refusesAQuantileOutsideOfZeroToOne() {
        Exception thrown =
                assertThrows(IllegalArgumentException.class, () -> sketchOf(1).quantile(1.5));
        assertEquals("q must be 0 to 1, was 1.5", thrown.getMessage());
    }

    @Test
    void tellsNegativesZerosAndPositivesApart() {
        QuantileSketch sketch = sketchOf(-5, -4, -3, 0, 0, -0.0, 3, 4, 5, 6);
        assertTrue(sketch.isBucketed());
        assertEquals(-5, sketch.quantile(0.1), 0.05);
        assertEquals(-3, sketch.quantile(0.3), 0.03);
        assertEquals(0, sketch.quantile(0.4));
        assertEquals(3, sketch.quantile(0.7), 0.03);
        assertEquals(6, sketch.quantile(1), 0.06);
    }

    @Test
    void oneReadingFarOffSpoilsNoOther() {
        QuantileSketch sketch = new QuantileSketch();
        for (int i = 0; i < 50; i++) {
            sketch.add(20 + i * 0.01);
            sketch.add(-20 - i * 0.01);
        }
        sketch.add(Double.MAX_VALUE);
        sketch.add(-Double.MAX_VALUE);
        sketch.add(Double.MIN_VALUE);

        assertEquals(-20.25, sketch.quantile(0.25), 0.2025);
        assertEquals(20.25, sketch.quantile(0.75), 0.2025);
    }

    @Test
    void countsTheSmallestMagnitudesInTheLowestBucketWhereThereAreTooManyWhateverTheOrder() {
        double[] values = new double[3 * LogBuckets.MAX_SIZE];
        for (int i = 0; i < values.length; i++) {
            values[i] = LogScale.value(i - LogBuckets.MAX_SIZE);
        }
        QuantileSketch ascending = sketchOf(values);
        QuantileSketch shuffled = sketchOf(shuffled(values, new Random(5)));
        QuantileSketch merged = mergedInRandomGroups(shuffled(values, new Random(6)), new Random(7));
        assertEquals(ascending, shuffled);
        assertEquals(ascending, merged);
        assertEquals(values.length, ascending.count());
        LogBuckets buckets = ascending.positives();
        assertTrue(buckets != null && buckets.size() == LogBuckets.MAX_SIZE);
        assertEquals(1, ascending.quantile(0.7) / values[(int) Math.ceil(0.7 * values.length) - 1], 0.0100001);
        assertEquals(LogScale.value(LogBuckets.MAX_SIZE), ascending.quantile(0.1), "in the lowest of those told apart");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void isWithinOnePercentOfTheSortedValuesAndFreeOfOrder(long seed) {
        Random random = new Random(seed);
        double[] values = new double[1 + random.nextInt(3000)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(10) == 0 ? 0 : random.nextGaussian() * Math.exp(random.nextInt(12) - 6);
        }
        QuantileSketch whole = sketchOf(values);
        QuantileSketch merged = mergedInRandomGroups(shuffled(values, random), random);
        assertEquals(whole, merged, "seed " + seed);
        Arrays.sort(values);
        for (double q : new double[] {0, 0.01, 0.25, 0.5, 0.75, 0.95, 0.99, 1}) {
            double expected = values[(int) Math.max(1, Math.ceil(q * values.length)) - 1];
            assertEquals(expected, whole.quantile(q), Math.abs(expected) * 0.0100001, "seed " + seed + " q " + q);
        }
    }

    @Test
    void answersTheLargestAndTheSmallestDoubles() {
        QuantileSketch sketch = new QuantileSketch();
        for (int i = 0; i < 10; i++) {
            sketch.add(Double.MAX_VALUE);
            sketch.add(-Double.MIN_NORMAL);
        }
        assertEquals(1, sketch.quantile(1) / Double.MAX_VALUE, 0.01001);
        assertEquals(1, sketch.quantile(0) / -Double.MIN_NORMAL, 0.01001);
    }

    static double[] shuffled(double[] values, Random random) {
        double[] shuffled = values.clone();
        for (int i = shuffled.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double swap = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = swap;
        }
        return shuffled;
    }

    private static QuantileSketch mergedInRandomGroups(double[] values, Random random) {
        QuantileSketch merged = new QuantileSketch();
        int from = 0;
        while (from < values.length) {
            int to = Math.min(values.length, from + 1 + random.nextInt(random.nextBoolean() ? 5 : 100));
            merged.merge(sketchOf(Arrays.copyOfRange(values, from, to)));
            from = to;
        }
        return merged;
    }

    private static QuantileSketch sketchOf(double... values) {
        QuantileSketch sketch = new QuantileSketch();
        for (double value : values) {
            sketch.add(value);
        }
        return sketch;
    }
}
