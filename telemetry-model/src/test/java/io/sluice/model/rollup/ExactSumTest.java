package io.sluice.model.rollup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactSumTest {
    @Test
    void isZeroWithoutTerms() {
        assertEquals(0, new ExactSum().value());
        assertArrayEquals(new double[0], new ExactSum().parts());
    }

    @Test
    void keepsWhatOrdinaryAdditionLoses() {
        ExactSum sum = sumOf(1e100, 1, -1e100);
        assertEquals(1, sum.value());
    }

    @Test
    void roundsHalfWayCasesByTheTermsBelow() {
        // 1 + half an ulp would round down to even; the last term tips it up.
        assertEquals(Math.nextUp(1.0), sumOf(1, 0x1p-53, 0x1p-106).value());
        assertEquals(1, sumOf(1, 0x1p-53, -0x1p-106).value());
    }

    @Test
    void partsAreOfFallingMagnitudeAndLeadWithTheRoundedSum() {
        assertArrayEquals(
                new double[] {1e16 + 2, -1, 0x1p-60}, sumOf(0x1p-60, 1, 1e16).parts());
    }

    @Test
    void sumsBeyondTheDoublesAreInfiniteAndComeBackWhenTheyCancel() {
        ExactSum sum = sumOf(Double.MAX_VALUE, Double.MAX_VALUE, 7);
        assertEquals(Double.POSITIVE_INFINITY, sum.value());
        sum.add(-Double.MAX_VALUE);
        assertEquals(Double.MAX_VALUE, sum.value());
        sum.add(-Double.MAX_VALUE);
        assertEquals(7, sum.value());
    }

    @Test
    void refusesWhatIsNotFinite() {
        Exception thrown = assertThrows(IllegalArgumentException.class, () -> sumOf(1, Double.NaN));
        assertEquals("value must be finite, was NaN", thrown.getMessage());
    }

    @Test
    void squaresBeyondTheDoublesAreHeldExactly() {
        ExactSum squares = new ExactSum();
        squares.addSquare(1e200);
        assertEquals(Double.POSITIVE_INFINITY, squares.value());
        assertEquals(bigSquare(1e200), exact(squares));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void equalsTheSumOfBigDecimalsInAnyOrderAndGrouping(long seed) {
        Random random = new Random(seed);
        double[] values = values(random, 400);
        ExactSum forward = new ExactSum();
        ExactSum left = new ExactSum();
        ExactSum right = new ExactSum();
        BigDecimal expected = BigDecimal.ZERO;
        for (int i = 0; i < values.length; i++) {
            forward.add(values[i]);
            (random.nextBoolean() ? left : right).add(values[values.length - 1 - i]);
            expected = expected.add(new BigDecimal(values[i]));
        }
        left.merge(right);
        assertEquals(expected.doubleValue(), forward.value(), "seed " + seed);
        assertEquals(0, exact(forward).compareTo(expected), "seed " + seed);
        assertEquals(forward, left, "seed " + seed);
        assertEquals(forward, ExactSum.ofParts(left.parts(), left.upperParts()), "seed " + seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14})
    void squaresAreExact(long seed) {
        Random random = new Random(seed);
        ExactSum squares = new ExactSum();
        BigDecimal expected = BigDecimal.ZERO;
        for (int i = 0; i < 200; i++) {
            double value = random.nextGaussian() * Math.pow(10, random.nextInt(60) - 30);
            squares.addSquare(value);
            expected = expected.add(bigSquare(value));
        }
        assertEquals(0, exact(squares).compareTo(expected), "seed " + seed);
        assertEquals(expected.doubleValue(), squares.value(), "seed " + seed);
    }

    private static ExactSum sumOf(double... values) {
        ExactSum sum = new ExactSum();
        for (double value : values) {
            sum.add(value);
        }
        return sum;
    }

    private static double[] values(Random random, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = switch (random.nextInt(4)) {
                case 0 -> random.nextInt(1000) / 10.0;
                case 1 -> random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300);
                case 2 -> i == 0 ? 0 : -values[i - 1];
                default -> 20 + random.nextGaussian();
            };
        }
        return values;
    }

    private static BigDecimal exact(ExactSum sum) {
        BigDecimal total = BigDecimal.ZERO;
        for (double part : sum.parts()) {
            total = total.add(new BigDecimal(part));
        }
        for (double part : sum.upperParts()) {
            total = total.add(new BigDecimal(part).multiply(new BigDecimal(2).pow(1200)));
        }
        return total;
    }

    private static BigDecimal bigSquare(double value) {
        return new BigDecimal(value).pow(2);
    }
}
