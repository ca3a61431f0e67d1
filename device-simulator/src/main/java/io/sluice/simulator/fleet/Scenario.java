package io.sluice.simulator.fleet;

import io.sluice.model.identity.DeviceId;
import io.sluice.simulator.scenario.ScenarioFiles;
import io.sluice.simulator.scenario.ScenarioSpec;
import io.sluice.simulator.scenario.Stages;
import io.sluice.simulator.signal.Noise;
import java.util.ArrayList;
import java.util.List;

/** Who is in a fleet: sites, and the kinds of devices at each. */
public final class Scenario {
    private final ScenarioSpec spec;

    private Scenario(ScenarioSpec spec) {
        this.spec = spec;
    }

    /** @throws IllegalArgumentException where none is built in under that name and it is no file, or no valid one */
    public static Scenario named(String nameOrFile) {
        return new Scenario(ScenarioFiles.read(nameOrFile));
    }

    public String name() {
        return spec.name();
    }

    /** How many there are where nobody asks for another number. */
    public int size() {
        return spec.devices();
    }

    public Stages stages() {
        return spec.stages();
    }

    /** The devices go round the sites, and round each site's types. */
    public List<SimulatedDevice> devices(int count, long seed) {
        List<SimulatedDevice> devices = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ScenarioSpec.Site site = spec.sites().get(i % spec.sites().size());
            ScenarioSpec.Seat seat = site.seat(i / spec.sites().size());
            int first = seat.first() * spec.sites().size() + i % spec.sites().size();
            devices.add(new SimulatedDevice(
                    DeviceId.of(site.name(), seat.type().id(seat.first() + 1, seat.behind() + 1)),
                    Noise.hash(seed, i),
                    Noise.hash(seed, first),
                    seat.type(),
                    spec.beginMillis()));
        }
        return devices;
    }
}
