package io.sluice.simulator.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class XorBasisTest {
    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void tellsWhichNumbersMakeUpAXor() {
        for (int count = 0; count <= 48; count++) {
            long[] numbers = random.longs(count).toArray();
            XorBasis basis = assertNotNullBasis(numbers);
            for (int round = 0; round < 20; round++) {
                long choice = count == 0 ? 0 : random.nextLong() >>> Long.SIZE - count;
                assertEquals(OptionalLong.of(choice), basis.choice(xor(numbers, choice)));
            }
        }
    }

    @Test
    void aXorOfOtherNumbersIsNone() {
        XorBasis basis = assertNotNullBasis(random.longs(40).toArray());
        assertEquals(OptionalLong.empty(), basis.choice(random.nextLong()));
    }

    @Test
    void whereTwoChoicesHaveOneXorThereIsNoTelling() {
        assertNull(XorBasis.of(new long[] {3, 5, 3 ^ 5}));
        assertNull(XorBasis.of(new long[] {0}));
        assertNull(XorBasis.of(random.longs(65).toArray()));
    }

    private static XorBasis assertNotNullBasis(long[] numbers) {
        XorBasis basis = XorBasis.of(numbers);
        assertNotNull(basis, () -> "independent: " + Arrays.toString(numbers));
        return basis;
    }

    private static long xor(long[] numbers, long choice) {
        return BitSet.valueOf(new long[] {choice}).stream()
                .mapToLong(i -> numbers[i])
                .reduce(0, (left, right) -> left ^ right);
    }
}
