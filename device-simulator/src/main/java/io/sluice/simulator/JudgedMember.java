package io.sluice.simulator;

import io.sluice.simulator.fleet.DeviceTicker;
import io.sluice.simulator.fleet.JudgedDevice;
import io.sluice.simulator.fleet.Scenario;
import io.sluice.simulator.fleet.Schedule;
import io.sluice.simulator.fleet.SimulatedDevice;
import io.sluice.simulator.mqtt.BrokerAccess;
import io.sluice.simulator.mqtt.BrokerAddress;
import io.sluice.simulator.mqtt.Ending;
import io.sluice.simulator.mqtt.LinkLoops;
import io.sluice.simulator.mqtt.LinkOptions;
import io.sluice.simulator.mqtt.Manners;
import io.sluice.simulator.oracle.FleetHistory;
import io.sluice.simulator.signal.Noise;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;

/**
 * One of a judged fleet.
 *
 * @param ticker what makes the device talk, on the thread of its link
 * @param link whoever connects by it takes the device's connection over
 */
record JudgedMember(JudgedDevice device, DeviceTicker ticker, LinkOptions link) {
    private static final int MAX_IN_FLIGHT = 32;
    private static final int MAX_OUTSTANDING = 600;

    /**
     * @param ways to the broker, which the devices take in turn
     * @param loops of one thread: so ticks and answers of a device never meet
     * @param random that the links' own are split from
     */
    static List<JudgedMember> all(
            FleetOptions options,
            List<BrokerAddress> ways,
            FleetHistory history,
            String epochPrefix,
            LinkLoops loops,
            SplittableRandom random) {
        Scenario scenario = Scenario.named(options.scenario());
        List<JudgedMember> members = new ArrayList<>();
        for (SimulatedDevice device : scenario.devices(options.devices(), options.seed())) {
            String clientId = "judged-" + device.id();
            int sessionSeconds = device.type().sessionSeconds();
            int index = members.size();
            BrokerAddress way = ways.get(index % ways.size());
            LinkOptions link = new LinkOptions(
                    way, clientId, MAX_IN_FLIGHT, MAX_OUTSTANDING, sessionSeconds, Manners.NONE, BrokerAccess.OPEN);
            JudgedDevice judged = new JudgedDevice(
                    device,
                    Noise.hash(options.seed(), index),
                    history,
                    epochPrefix,
                    (listener, manners) -> loops.link(link.with(manners), random.split(), listener));
            Schedule schedule = new Schedule(device, scenario.stages(), 0, options.periodMillis());
            members.add(new JudgedMember(judged, DeviceTicker.of(judged, schedule, loops.executor()), link));
        }
        return members;
    }

    /** On the loop: after what it still does, with the answers that came before the end. */
    void die(Ending how, Executor loop) {
        ticker.abandon();
        device.breakOff(how);
        loop.execute(device::died);
    }
}
