package io.sluice.simulator.fleet;

import io.sluice.simulator.fleet.Schedule.Moment;
import io.sluice.simulator.mqtt.Publication;
import io.sluice.simulator.payload.Measurement;
import io.sluice.simulator.payload.Reading;
import io.sluice.simulator.scenario.TypeSpec;
import io.sluice.simulator.scenario.TypeSpec.WhenFull;
import io.sluice.simulator.signal.Noise;
import java.util.ArrayList;
import java.util.List;

/** One device's part: what it says when, and when it hangs up. For one thread. */
final class DeviceScript {
    private final SimulatedDevice device;
    private final TypeSpec type;
    private final Schedule schedule;
    private final String epochPrefix;
    private long startMillis;
    private final HostileTraffic hostile;
    private final List<Measurement> batch = new ArrayList<>();

    private String epoch;
    private boolean connected;
    private boolean oweBirth;
    private long boots;
    private long seq;
    private long turns;
    private double measuredMillis;

    /** Where what the device does goes. */
    interface Outlet {
        /** False where the device has no room left. */
        boolean publish(Publication publication);

        void connect();

        void disconnect();

        /** The device starts anew: its connection breaks off. */
        void reboot();

        /** So many messages are lost before anyone heard of them. */
        void dropped(int messages);

        /** The device could not measure. */
        void held();
    }

    /**
     * @param epochPrefix of all the device's epochs; different in each run, or its messages would be taken for repeats
     */
    DeviceScript(SimulatedDevice device, Schedule schedule, String epochPrefix) {
        this.device = device;
        this.type = device.type();
        this.schedule = schedule;
        this.epochPrefix = epochPrefix;
        this.epoch = epochPrefix;
        this.hostile = new HostileTraffic(device);
        this.oweBirth = type.birth();
    }

    /** @param millis what the device's clock shows at the scenario's beginning if it is right */
    void beginAt(long millis) {
        startMillis = millis;
    }

    long nextMillis() {
        return schedule.nextMillis();
    }

    void run(Outlet outlet) {
        Moment now = schedule.next();
        if (now.boots() != boots) {
            reboot(now, outlet);
        }
        if (now.isConnected() != connected) {
            connected = now.isConnected();
            if (connected) {
                oweBirth = type.birth();
                outlet.connect();
            } else {
                outlet.disconnect();
            }
        }
        if (now.measures()) {
            hostile.at(turns++, ts(now.atMillis())).ifPresent(outlet::publish);
            measure(now, outlet);
        }
    }

    /** What is left of a batch goes out. */
    void finish(Outlet outlet) {
        if (!batch.isEmpty()) {
            publish(outlet);
        }
    }

    private void reboot(Moment now, Outlet outlet) {
        finish(outlet);
        boots = now.boots();
        epoch = epochPrefix + "-" + boots;
        seq = 0;
        oweBirth = type.birth();
        outlet.reboot();
    }

    private void measure(Moment now, Outlet outlet) {
        double moment = measuredMillis + now.steppedMillis();
        List<Reading> readings = device.readings(moment);
        if (oweBirth) {
            readings = new ArrayList<>(readings);
            readings.add(new Reading("state", "online"));
        }
        batch.add(new Measurement(ts(now.atMillis()), epoch, seq + 1, readings));
        seq++;
        measuredMillis = moment;
        if (batch.size() < type.batch() || publish(outlet)) {
            oweBirth = false;
        } else if (type.whenFull() == WhenFull.HOLD) {
            measuredMillis -= now.steppedMillis();
        }
    }

    private boolean publish(Outlet outlet) {
        List<Measurement> whole = List.copyOf(batch);
        batch.clear();
        if (outlet.publish(device.publication(whole))) {
            return true;
        }
        if (type.whenFull() == WhenFull.HOLD) {
            seq -= whole.size();
            outlet.held();
        } else {
            outlet.dropped(whole.size());
        }
        return false;
    }

    /** As the device's own clock has it. */
    private long ts(long atMillis) {
        double skew = (2 * Noise.uniform(device.seed(), -3) - 1) * type.clock().millis();
        double drift = (2 * Noise.uniform(device.seed(), -4) - 1) * type.clock().ppm() * atMillis / 1e6;
        return startMillis + atMillis + Math.round(skew + drift);
    }
}
