package io.sluice.model.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.model.batch.proto.ColumnRecord;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {
    private static final int VALUES = 2_000;

    /** Of up to 15 digits; those of 16 may be missed, and are patched then. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3, 9, Decimals.MAX_EXPONENT})
    void theSmallestExponentIsFoundFromAnyGuess(int guess) {
        Random random = new Random(guess);
        for (int i = 0; i < VALUES; i++) {
            double value = decimal(random, 15);
            assertEquals(triedOneByOne(value, false), Decimals.smallestExponent(value, guess, false), () -> "" + value);
            double single = Float.parseFloat(Double.toString(value));
            assertEquals(
                    triedOneByOne(single, true), Decimals.smallestExponent(single, guess, true), () -> "" + single);
        }
    }

    private static int triedOneByOne(double value, boolean single) {
        for (int exponent = 0; exponent <= Decimals.MAX_EXPONENT; exponent++) {
            if (Decimals.fits(value, exponent, single)) {
                return exponent;
            }
        }
        return -1;
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 7, 15, 16, 17})
    void numbersOfManyLengthsComeBackFromOneColumn(int digits) {
        Random random = new Random(digits);
        double[] values = DoubleStream.generate(() -> decimal(random, digits))
                .limit(VALUES)
                .toArray();
        boolean[] starts = new boolean[VALUES];
        ColumnRecord.Builder column = ColumnRecord.newBuilder();
        NumberColumns.write(values, starts, column);
        assertArrayEquals(values, NumberColumns.read(column.build(), starts, VALUES));
    }

    private static double decimal(Random random, int digits) {
        BigInteger mantissa = new BigInteger(3 * (1 + random.nextInt(digits)), random);
        return new BigDecimal(random.nextBoolean() ? mantissa : mantissa.negate(), random.nextInt(8)).doubleValue();
    }
}
