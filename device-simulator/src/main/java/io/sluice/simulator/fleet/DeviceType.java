package io.sluice.simulator.fleet;

import java.util.List;

/** A kind of device: how its instances are called, and what each of them measures. */
interface DeviceType {
    /** The first part of the instances' ids. */
    String prefix();

    /** @param seed of this instance: everything about it follows from it */
    List<Metric> metrics(long seed);
}
