package io.sluice.gateway.ledger;

/**
 * How many epochs have a row each: of a device, and beyond its first few of all devices together, so that boots do not
 * fill the memory however many devices there are. Rows are never given up, so that it goes by the order in which they
 * were begun alone.
 */
final class EpochRoom {
    /** That a device has whatever the others do. */
    private static final int FEW = 4;

    private final int ofDevice;
    private final int ofAll;
    private int begun;

    EpochRoom(int ofDevice, int ofAll) {
        this.ofDevice = ofDevice;
        this.ofAll = ofAll;
    }

    /** @param held rows that the device has */
    boolean hasOneMore(int held) {
        return held < ofDevice && (held < FEW || begun < ofAll);
    }

    void begin() {
        begun++;
    }
}
