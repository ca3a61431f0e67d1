package io.sluice.simulator.fleet;

import static io.sluice.simulator.signal.Signals.counter;
import static io.sluice.simulator.signal.Signals.daily;
import static io.sluice.simulator.signal.Signals.jitter;
import static io.sluice.simulator.signal.Signals.onOff;
import static io.sluice.simulator.signal.Signals.wander;

import io.sluice.simulator.signal.Noise;
import io.sluice.simulator.signal.Signal;
import java.util.List;

/**
 * The devices of the demo. Its day lasts ten minutes, so that a minute's chart has a shape. What belongs together moves
 * together: a pump's power follows its load, its temperature follows the power with inertia.
 */
enum DemoTypes implements DeviceType {
    PUMP("pump") {
        @Override
        public List<Metric> metrics(long seed) {
            Signal running = onOff(seed, 45, 0.85);
            Signal load = running.times(wander(seed + 10, 60)
                    .times(0.2)
                    .plus(daily(DAY_SECONDS, 0.2).times(0.3))
                    .plus(0.5)
                    .within(0.1, 1));
            Signal power = load.times(7.5).plus(jitter(seed + 20).times(0.05)).within(0, 11);
            Signal temperature = load.lagged(20)
                    .times(38)
                    .plus(24 + 4 * Noise.uniform(seed, 1))
                    .plus(jitter(seed + 30).times(0.08));
            return List.of(
                    new Metric.Number("temperature", 2, temperature),
                    new Metric.Number(
                            "pressure",
                            3,
                            load.times(4.2).plus(1.0).plus(jitter(seed + 40).times(0.02))),
                    new Metric.Number(
                            "rpm",
                            0,
                            load.lagged(3)
                                    .times(2900)
                                    .plus(jitter(seed + 50).times(4))
                                    .within(0, 3200)),
                    new Metric.Number("power", 2, power),
                    new Metric.Number("energy", 3, counter(1000 * Noise.uniform(seed, 2), 0.0015, DAY_SECONDS)),
                    new Metric.Flag("running", running));
        }
    },
    CLIMATE("climate") {
        @Override
        public List<Metric> metrics(long seed) {
            Signal day = daily(DAY_SECONDS, 0.15 + 0.02 * Noise.uniform(seed, 1));
            Signal people = day.times(onOff(seed, 30, 0.7).lagged(15));
            Signal temperature = day.times(6)
                    .plus(19)
                    .plus(people.lagged(30).times(1.5))
                    .plus(wander(seed + 10, 120).times(0.4))
                    .plus(jitter(seed + 20).times(0.03));
            return List.of(
                    new Metric.Number("temperature", 2, temperature),
                    new Metric.Number(
                            "humidity",
                            1,
                            day.times(-18).plus(58).plus(wander(seed + 30, 90).times(4))),
                    new Metric.Number(
                            "co2",
                            0,
                            people.lagged(40)
                                    .times(750)
                                    .plus(420)
                                    .plus(jitter(seed + 40).times(5))),
                    new Metric.Number(
                            "light",
                            0,
                            day.times(620).plus(jitter(seed + 50).times(6)).within(0, 1000)),
                    new Metric.Mode("mode", day, "heating", "idle", "cooling"));
        }
    },
    METER("meter") {
        @Override
        public List<Metric> metrics(long seed) {
            Signal appliance = onOff(seed, 20, 0.4).times(6 + 5 * Noise.uniform(seed, 1));
            Signal current = appliance
                    .plus(daily(DAY_SECONDS, 0.1).times(9))
                    .plus(1.2)
                    .plus(wander(seed + 10, 40).times(0.6))
                    .within(0.1, 63);
            Signal voltage =
                    current.times(-0.12).plus(231.5).plus(jitter(seed + 20).times(0.4));
            return List.of(
                    new Metric.Number("voltage", 1, voltage),
                    new Metric.Number("current", 2, current),
                    new Metric.Number("power", 3, voltage.times(current).times(0.00095)),
                    new Metric.Number(
                            "frequency", 3, wander(seed + 30, 20).times(0.02).plus(50)),
                    new Metric.Number("energy", 3, counter(9000 * Noise.uniform(seed, 2), 0.0006, DAY_SECONDS)));
        }
    },
    INVERTER("inverter") {
        @Override
        public List<Metric> metrics(long seed) {
            Signal clouds = wander(seed + 10, 35).times(0.35).plus(0.75).within(0.15, 1);
            Signal irradiance = daily(DAY_SECONDS, 0)
                    .plus(-0.25)
                    .times(1250)
                    .within(0, 1000)
                    .times(clouds);
            Signal power = irradiance.times(0.0096 + 0.0004 * Noise.uniform(seed, 1));
            return List.of(
                    new Metric.Number(
                            "irradiance",
                            0,
                            irradiance.plus(jitter(seed + 20).times(2)).within(0, 1100)),
                    new Metric.Number("power", 3, power),
                    new Metric.Number(
                            "temperature", 1, power.lagged(25).times(3.1).plus(22)),
                    new Metric.Number(
                            "dc-voltage", 1, irradiance.times(0.06).plus(560).plus(jitter(seed + 30))),
                    new Metric.Flag("feeding", power));
        }
    };

    private static final double DAY_SECONDS = 600;

    private final String prefix;

    DemoTypes(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public String prefix() {
        return prefix;
    }
}
