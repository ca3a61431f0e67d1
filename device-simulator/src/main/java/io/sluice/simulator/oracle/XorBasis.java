package io.sluice.simulator.oracle;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Tells which of some numbers have a given xor, by elimination over GF(2). The numbers are independent, so that no two
 * choices of them have the same one; random ones of 64 bits are that all but surely as long as there are fewer than
 * fifty.
 */
final class XorBasis {
    /** Of no numbers. */
    static final XorBasis EMPTY = new XorBasis();

    /** Each by its highest bit, 0 where there is none. */
    private final long[] reduced = new long[Long.SIZE];

    /** Of which numbers each is the xor, a bit for each. */
    private final long[] chosen = new long[Long.SIZE];

    private XorBasis() {}

    /** Null where some choices of the numbers have the same xor, as they do where there are more than 64. */
    static @Nullable XorBasis of(long[] numbers) {
        XorBasis basis = new XorBasis();
        for (int i = 0; i < numbers.length; i++) {
            if (!basis.add(numbers[i], 1L << i)) {
                return null;
            }
        }
        return basis;
    }

    private boolean add(long number, long choice) {
        long left = number;
        long taken = choice;
        while (left != 0) {
            int bit = highest(left);
            if (reduced[bit] == 0) {
                reduced[bit] = left;
                chosen[bit] = taken;
                return true;
            }
            left ^= reduced[bit];
            taken ^= chosen[bit];
        }
        return false;
    }

    /** The choice whose xor it is, a bit for each number; empty where none's is. */
    OptionalLong choice(long xor) {
        long left = xor;
        long taken = 0;
        while (left != 0) {
            int bit = highest(left);
            if (reduced[bit] == 0) {
                return OptionalLong.empty();
            }
            left ^= reduced[bit];
            taken ^= chosen[bit];
        }
        return OptionalLong.of(taken);
    }

    private static int highest(long number) {
        return Long.SIZE - 1 - Long.numberOfLeadingZeros(number);
    }
}
