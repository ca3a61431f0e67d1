package io.sluice.bench;

import java.time.Duration;
import java.util.List;

/**
 * How much a benchmark does.
 *
 * @param rounds of each contestant, in turn with the others
 * @param warmUp before the first round of a contestant
 * @param ramp at the start of each round, not measured
 * @param round what is measured
 * @param messages of each set that the batch codec is measured with, at most
 */
public record Scale(
        int rounds,
        Duration warmUp,
        Duration ramp,
        Duration round,
        List<Load> loads,
        int idleConnections,
        int burst,
        int messages) {

    public static final Scale FULL = new Scale(
            3,
            Duration.ofSeconds(8),
            Duration.ofSeconds(1),
            Duration.ofSeconds(4),
            List.of(new Load(50, 20), new Load(500, 5)),
            10_000,
            30_000,
            30_000);

    public static final Scale QUICK = new Scale(
            1,
            Duration.ofSeconds(2),
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            List.of(new Load(50, 20), new Load(500, 5)),
            500,
            2_000,
            2_000);
}
