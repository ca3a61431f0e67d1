package io.sluice.simulator;

import io.sluice.simulator.certificate.FleetAuthority;
import io.sluice.simulator.mqtt.BrokerAccess;
import io.sluice.simulator.mqtt.BrokerAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * @param scenario name of a built-in scenario, or a file
 * @param devices how many, the reference devices among them
 * @param referenceDevices how many of them go through Eclipse Paho; never more than there are devices
 * @param period from one message of a device to its next; zero for what the scenario says
 * @param access by what the devices get in
 * @param authority that makes a certificate for each, null for none
 * @param drainTimeout how long {@link Fleet#stop} waits for outstanding answers
 */
public record FleetOptions(
        String scenario,
        int devices,
        BrokerAddress broker,
        BrokerAccess access,
        @Nullable FleetAuthority authority,
        long seed,
        int referenceDevices,
        Duration period,
        Duration drainTimeout) {
    public FleetOptions {
        if (devices < 1) {
            throw new IllegalArgumentException("devices must be >= 1, was " + devices);
        }
        referenceDevices = Math.min(referenceDevices, devices);
    }

    public static FleetOptions of(String scenario, int devices, BrokerAddress broker, long seed) {
        return new FleetOptions(
                scenario, devices, broker, BrokerAccess.OPEN, null, seed, 2, Duration.ZERO, Duration.ofSeconds(30));
    }

    public FleetOptions withAccess(BrokerAccess newAccess) {
        return new FleetOptions(
                scenario, devices, broker, newAccess, authority, seed, referenceDevices, period, drainTimeout);
    }

    public FleetOptions withAuthority(@Nullable FleetAuthority newAuthority) {
        return new FleetOptions(
                scenario, devices, broker, access, newAuthority, seed, referenceDevices, period, drainTimeout);
    }

    public FleetOptions withReferenceDevices(int count) {
        return new FleetOptions(scenario, devices, broker, access, authority, seed, count, period, drainTimeout);
    }

    public FleetOptions withPeriod(Duration newPeriod) {
        return new FleetOptions(
                scenario, devices, broker, access, authority, seed, referenceDevices, newPeriod, drainTimeout);
    }

    public FleetOptions withDrainTimeout(Duration timeout) {
        return new FleetOptions(scenario, devices, broker, access, authority, seed, referenceDevices, period, timeout);
    }

    long periodMillis() {
        return period.toMillis();
    }
}
