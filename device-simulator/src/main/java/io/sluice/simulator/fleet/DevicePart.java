package io.sluice.simulator.fleet;

import io.sluice.model.identity.DeviceId;
import io.sluice.simulator.fleet.Schedule.Moment;

/** What a device does at the moments of its schedule, its connection apart. One thing at a time. */
interface DevicePart {
    DeviceId id();

    /** @param millis what the clock shows at the scenario's beginning if it is right */
    void begin(long millis);

    /** It starts anew; its connection breaks off next. */
    void reboot(Moment now);

    /** Its connection comes next. */
    void connect();

    void measure(Moment now);

    /** It measures nothing from now on, until it does again. */
    default void fallSilent(Moment now) {}

    /** No more moments come: what was kept back goes out. */
    void finish();
}
