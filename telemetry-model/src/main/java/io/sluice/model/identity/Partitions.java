package io.sluice.model.identity;

/** Which partition a device's messages go to: the same from spool to readings, so that order per device holds. */
public final class Partitions {
    private Partitions() {}

    public static int of(DeviceId device, int partitions) {
        return (int) Long.remainderUnsigned(IdentityMix.finish(IdentityMix.deviceHash(device)), partitions);
    }
}
