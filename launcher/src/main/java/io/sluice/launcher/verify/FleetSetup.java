package io.sluice.launcher.verify;

import io.sluice.simulator.FleetOptions;
import io.sluice.simulator.JudgedFleet;
import io.sluice.simulator.mqtt.BrokerAddress;
import io.sluice.simulator.mqtt.Ending;
import io.sluice.simulator.oracle.FleetHistory;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The fleet of a run: who of it dies and how, what is planted in it, and what a gateway may refuse it. */
final class FleetSetup {
    /** A keep-alive tells of silence after a minute and a half, by which a shorter run would be long over. */
    private static final Duration LONG_ENOUGH_FOR_SILENCE = Duration.ofMinutes(1);

    /** The gateway takes what is seven days old, and our oldest message is 25 hours old. */
    private static final Duration TAKEN_FOR_TOO_OLD = Duration.ofDays(5);

    private final VerifyOptions options;

    FleetSetup(VerifyOptions options) {
        this.options = options;
    }

    /**
     * @param ways to the broker, which the devices take in turn
     * @param plan the faults that it will meet
     */
    JudgedFleet fleet(BrokerAddress broker, List<BrokerAddress> ways, List<Fault> plan, FleetHistory history) {
        JudgedFleet fleet = new JudgedFleet(fleetOptions(broker), ways, history, Clock.systemUTC());
        fleet.letSomeDie(options.time(), waysToDie());
        if (options.mutation() != null) {
            options.mutation().ofFleet().ifPresent(fleet::mutate);
        }
        if (plan.stream().anyMatch(FleetSetup::refusesWhatIsRight)) {
            history.excuseRefusals();
        }
        return fleet;
    }

    /**
     * Before there is a fleet.
     *
     * @throws IllegalArgumentException where the scenario has no place for the fault that is to be planted
     */
    void checkMutation() {
        if (options.mutation() != null) {
            FleetOptions fleet = fleetOptions(BrokerAddress.LOCAL);
            options.mutation()
                    .ofFleet()
                    .ifPresent(mutation -> JudgedFleet.checkMutation(fleet, options.time(), waysToDie(), mutation));
        }
    }

    private FleetOptions fleetOptions(BrokerAddress broker) {
        return FleetOptions.of(options.scenario(), options.devices(), broker, options.seed());
    }

    private Set<Ending> waysToDie() {
        Set<Ending> ways = EnumSet.allOf(Ending.class);
        if (options.time().compareTo(LONG_ENOUGH_FOR_SILENCE) < 0) {
            ways.remove(Ending.SILENCE);
        }
        return ways;
    }

    /**
     * To a gateway whose clock is behind, the right time may lie too far ahead, and that of a will whenever it comes to
     * say it; to one that is days ahead, too far back.
     */
    private static boolean refusesWhatIsRight(Fault fault) {
        return fault.kind() == FaultKind.CLOCK_JUMP
                && fault.process().equals("gateway")
                && (fault.jump().isNegative() || fault.jump().compareTo(TAKEN_FOR_TOO_OLD) > 0);
    }
}
