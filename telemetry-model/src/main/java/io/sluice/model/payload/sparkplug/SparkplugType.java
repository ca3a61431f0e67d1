package io.sluice.model.payload.sparkplug;

import org.jspecify.annotations.Nullable;

/** How Sparkplug's integers are meant; the wire does not say. Types that are no integers need no telling. */
enum SparkplugType {
    INT8(1),
    INT16(2),
    INT32(3),
    INT64(4),
    UINT8(5),
    UINT16(6),
    UINT32(7),
    UINT64(8),
    /** Milliseconds since 1970. */
    DATE_TIME(13);

    private static final @Nullable SparkplugType[] BY_CODE = new SparkplugType[14];

    static {
        for (SparkplugType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final int code;

    SparkplugType(int code) {
        this.code = code;
    }

    /** @param wide whether the bits came as 64 */
    static boolean isAmbiguous(int code, long bits, boolean wide) {
        return find(code) == null && (wide ? bits < 0 : (int) bits < 0);
    }

    /** The number that the bits mean; where the type is none of these, an unsigned one. */
    static double number(int code, long bits) {
        SparkplugType type = find(code);
        if (type == null) {
            return unsigned(bits);
        }
        return switch (type) {
            case INT8 -> (byte) bits;
            case INT16 -> (short) bits;
            case INT32 -> (int) bits;
            case INT64 -> bits;
            case UINT8 -> bits & 0xff;
            case UINT16 -> bits & 0xffff;
            case UINT32 -> bits & 0xffff_ffffL;
            case UINT64, DATE_TIME -> unsigned(bits);
        };
    }

    private static @Nullable SparkplugType find(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    /** Halved and doubled, with the lost bit kept so that the rounding stays right. */
    private static double unsigned(long bits) {
        return bits >= 0 ? bits : (double) (bits >>> 1 | bits & 1) * 2;
    }
}
