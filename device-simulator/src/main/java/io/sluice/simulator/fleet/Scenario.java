package io.sluice.simulator.fleet;

import io.sluice.model.identity.DeviceId;
import io.sluice.simulator.signal.Noise;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Who is in a fleet: sites, and the kinds of devices at each. */
public final class Scenario {
    private static final Scenario DEMO = new Scenario(
            "demo",
            List.of(
                    new Site("plant-1", List.of(DemoTypes.PUMP, DemoTypes.PUMP, DemoTypes.METER, DemoTypes.CLIMATE)),
                    new Site("plant-2", List.of(DemoTypes.PUMP, DemoTypes.METER)),
                    new Site("office-1", List.of(DemoTypes.CLIMATE, DemoTypes.CLIMATE, DemoTypes.METER)),
                    new Site("solar-1", List.of(DemoTypes.INVERTER, DemoTypes.INVERTER, DemoTypes.METER))));

    private record Site(String name, List<DeviceType> types) {}

    private final String name;
    private final List<Site> sites;

    private Scenario(String name, List<Site> sites) {
        this.name = name;
        this.sites = sites;
    }

    /** @throws IllegalArgumentException where no scenario is built in under that name */
    public static Scenario named(String name) {
        if (name.equals(DEMO.name)) {
            return DEMO;
        }
        throw new IllegalArgumentException("scenario must be the name of a built-in one (demo), was " + name);
    }

    public String name() {
        return name;
    }

    /** The devices go round the sites, and round each site's types. */
    public List<SimulatedDevice> devices(int count, long seed) {
        List<SimulatedDevice> devices = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Site site = sites.get(i % sites.size());
            int round = i / sites.size();
            DeviceType type = site.types.get(round % site.types.size());
            String id = String.format(Locale.ROOT, "%s-%03d", type.prefix(), round + 1);
            long deviceSeed = Noise.hash(seed, i);
            devices.add(new SimulatedDevice(DeviceId.of(site.name, id), deviceSeed, type.metrics(deviceSeed)));
        }
        return devices;
    }
}
