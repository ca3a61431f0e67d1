package io.sluice.simulator.fleet;

import io.sluice.model.identity.DeviceId;
import io.sluice.simulator.fleet.Schedule.Moment;
import io.sluice.simulator.payload.Measurement;
import io.sluice.simulator.payload.Reading;
import io.sluice.simulator.scenario.TypeSpec;
import io.sluice.simulator.scenario.TypeSpec.WhenFull;
import io.sluice.simulator.signal.Noise;
import java.util.ArrayList;
import java.util.List;

/** The part of a scenario's device: what it says when. */
final class DeviceScript implements DevicePart {
    private final SimulatedDevice device;
    private final TypeSpec type;
    private final String epochPrefix;
    private final Outbox outbox;
    private long startMillis;
    private final HostileTraffic hostile;
    private final List<Measurement> batch = new ArrayList<>();

    private String epoch;
    private boolean oweBirth;
    private boolean lostToNode;
    private long seq;
    private long turns;
    private double measuredMillis;

    /**
     * @param epochPrefix of all the device's epochs; different in each run, or its messages would be taken for repeats
     */
    DeviceScript(SimulatedDevice device, String epochPrefix, Outbox outbox) {
        this.device = device;
        this.type = device.type();
        this.epochPrefix = epochPrefix;
        this.outbox = outbox;
        this.epoch = epochPrefix;
        this.hostile = new HostileTraffic(device);
        this.oweBirth = type.birth();
    }

    @Override
    public DeviceId id() {
        return device.id();
    }

    @Override
    public void begin(long millis) {
        startMillis = millis;
        outbox.shows(id(), new Measurement(ts(0), epoch, seq, device.readings(0)));
    }

    @Override
    public void connect() {
        oweBirth = type.birth();
    }

    @Override
    public void reboot(Moment now) {
        finish();
        epoch = epochPrefix + "-" + now.boots();
        seq = 0;
        oweBirth = type.birth();
    }

    /** What is left of a batch goes out. */
    @Override
    public void finish() {
        if (!batch.isEmpty()) {
            publish();
        }
    }

    @Override
    public void measure(Moment now) {
        hostile.at(turns++, ts(now.atMillis())).ifPresent(outbox::publish);
        double moment = measuredMillis + now.steppedMillis();
        List<Reading> readings = device.readings(moment);
        if (oweBirth) {
            readings = new ArrayList<>(readings);
            readings.add(new Reading("state", "online"));
        }
        Measurement measurement = new Measurement(ts(now.atMillis()), epoch, seq + 1, readings);
        batch.add(measurement);
        outbox.shows(id(), measurement);
        seq++;
        measuredMillis = moment;
        if (batch.size() < type.batch() || publish()) {
            oweBirth = false;
        } else if (type.whenFull() == WhenFull.HOLD) {
            measuredMillis -= now.steppedMillis();
        }
    }

    /** Behind a node that is as if the cable were out: its death now, its birth with what it measures next. */
    @Override
    public void fallSilent(Moment now) {
        if (device.isBehindNode()) {
            lostToNode = true;
            outbox.publish(device.death(ts(now.atMillis())));
        }
    }

    private boolean publish() {
        List<Measurement> whole = List.copyOf(batch);
        batch.clear();
        if (outbox.publish(lostToNode ? device.birth(whole.get(0)) : device.publication(whole))) {
            lostToNode = false;
            return true;
        }
        if (type.whenFull() == WhenFull.HOLD) {
            seq -= whole.size();
            outbox.hold();
        } else {
            outbox.drop(whole.size());
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
