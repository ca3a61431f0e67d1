package io.sluice.launcher.verify;

import io.sluice.launcher.verify.VerifyOptions.Planted;
import io.sluice.model.rollup.Tier;
import io.sluice.model.topic.TelemetryTopics;
import io.sluice.simulator.JudgedFleet;
import io.sluice.simulator.fleet.Mutation;
import io.sluice.simulator.oracle.Finding;
import io.sluice.simulator.oracle.Finding.Kind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fault that a run is asked to plant, if any: in the pipeline, or watched as a device does it. */
final class Planting {
    private final @Nullable Planted asked;
    private final JudgedFleet fleet;
    private final Planter planter;
    private final TelemetryTopics topics;
    private boolean isInPipeline;

    Planting(@Nullable Planted asked, JudgedFleet fleet, Planter planter, TelemetryTopics topics) {
        this.asked = asked;
        this.fleet = fleet;
        this.planter = planter;
        this.topics = topics;
    }

    /** What the fleet has no part in, where there is something by now to do it to. */
    void plant() throws Exception {
        if (asked == Planted.DOUBLE && !isInPipeline) {
            isInPipeline = planter.doubleOne(topics.readings());
        } else if (asked == Planted.MISSTATE && !isInPipeline) {
            isInPipeline = planter.misstateOne(topics.rollups(Tier.S1));
        }
    }

    /** A run that was to show that a fault is found, and had none, shows nothing. */
    Optional<Finding> finding() {
        if (asked == null) {
            return Optional.empty();
        }
        Optional<Mutation> ofFleet = asked.ofFleet();
        boolean isOpen = ofFleet.isPresent() ? fleet.isMutationDue() : !isInPipeline;
        String missing = ofFleet.map(Mutation::missing).orElse("no record came through that it could be done to");
        return isOpen
                ? Optional.of(new Finding(
                        Kind.NOT_PLANTED, "*", "", 0, "mutate", asked + " must be planted, was not: " + missing, ""))
                : Optional.empty();
    }
}
