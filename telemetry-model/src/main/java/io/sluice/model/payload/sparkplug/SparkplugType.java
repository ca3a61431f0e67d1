package io.sluice.model.payload.sparkplug;

import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.rejection.Shown;
import org.jspecify.annotations.Nullable;

/** How Sparkplug's integers are meant; the wire does not say. Types that are no integers need no telling. */
enum SparkplugType {
    INT8(1, 8, true),
    INT16(2, 16, true),
    INT32(3, 32, true),
    INT64(4, 64, true),
    UINT8(5, 8, false),
    UINT16(6, 16, false),
    UINT32(7, 32, false),
    UINT64(8, 64, false),
    /** Milliseconds since 1970. */
    DATE_TIME(13, 64, false);

    private static final @Nullable SparkplugType[] BY_CODE = new SparkplugType[14];

    static {
        for (SparkplugType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final int code;
    private final int width;
    private final boolean isSigned;

    SparkplugType(int code, int width, boolean isSigned) {
        this.code = code;
        this.width = width;
        this.isSigned = isSigned;
    }

    /** @param wide whether the bits came as 64 */
    static boolean isAmbiguous(int code, long bits, boolean wide) {
        return find(code) == null && (wide ? bits < 0 : (int) bits < 0);
    }

    /**
     * The number that the bits mean; where the type is none of these, an unsigned one. A negative one may have come
     * with its sign in all bits above, of 32 or of 64, or in none of them.
     *
     * @throws RejectionException INVALID_VALUE where the type has no such number
     */
    static double number(int code, long bits, String metric) {
        SparkplugType type = find(code);
        if (type == null || type.width == 64) {
            return type == INT64 ? bits : unsigned(bits);
        }
        if (!type.has(bits)) {
            throw new RejectionException(
                    RejectReason.INVALID_VALUE,
                    "value of " + Shown.text(metric) + " must be of Sparkplug's type " + type + ", was "
                            + Long.toUnsignedString(bits));
        }
        int unused = Long.SIZE - type.width;
        return type.isSigned ? bits << unused >> unused : bits;
    }

    private boolean has(long bits) {
        if (bits >>> width == 0) {
            return true;
        }
        boolean isNegative = bits >> width - 1 == -1 || (bits >>> 32 == 0 && (int) bits >> width - 1 == -1);
        return isSigned && isNegative;
    }

    private static @Nullable SparkplugType find(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    /** Halved and doubled, with the lost bit kept so that the rounding stays right. */
    private static double unsigned(long bits) {
        return bits >= 0 ? bits : (double) (bits >>> 1 | bits & 1) * 2;
    }
}
