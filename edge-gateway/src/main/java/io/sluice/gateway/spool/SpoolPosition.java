package io.sluice.gateway.spool;

/** A place in the spool as one comparable number: the segment's index above 32 bits of offset. */
public final class SpoolPosition {
    private SpoolPosition() {}

    static long of(long segment, long offset) {
        return segment << 32 | offset;
    }

    static long segment(long position) {
        return position >>> 32;
    }

    static long offset(long position) {
        return position & 0xffff_ffffL;
    }

    /** For logs and messages of failure. */
    public static String describe(long position) {
        return "segment " + segment(position) + " offset " + offset(position);
    }
}
