package io.sluice.launcher.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.launcher.figures.LedgerFigures;
import io.sluice.simulator.oracle.Death;
import io.sluice.simulator.oracle.EpochId;
import io.sluice.simulator.oracle.Finding;
import io.sluice.simulator.oracle.Finding.Kind;
import io.sluice.simulator.oracle.FleetHistory;
import io.sluice.simulator.oracle.LedgerJudge;
import io.sluice.simulator.oracle.ObservedRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The ledger as the public API shows it.
 *
 * @param figures over all devices
 * @param rows a row a device and epoch
 */
record PublicLedger(LedgerFigures figures, List<ObservedRow> rows) {
    /**
     * Wills that the ledger has, counted or late.
     *
     * @param said all of them
     * @param certain those that had to be said
     */
    record Wills(long said, long certain) {}

    PublicLedger {
        rows = List.copyOf(rows);
    }

    /** @throws IllegalArgumentException where a figure is absent */
    static PublicLedger ask(PublicJson api) throws IOException, InterruptedException {
        JsonNode answer = api.get("/api/v1/ledger?by=device");
        List<ObservedRow> rows = new ArrayList<>();
        answer.path("devices").forEach(row -> rows.add(row(row)));
        return new PublicLedger(LedgerFigures.from(answer), rows);
    }

    private static ObservedRow row(JsonNode row) {
        List<ObservedRow.Range> missing = new ArrayList<>();
        for (JsonNode range : row.path("missingRanges")) {
            missing.add(new ObservedRow.Range(LedgerFigures.figure(range, "from"), LedgerFigures.figure(range, "to")));
        }
        return new ObservedRow(
                new EpochId(PublicDevices.device(row), row.path("epoch").asText()),
                LedgerFigures.figure(row, "counted"),
                LedgerFigures.figure(row, "late"),
                missing);
    }

    List<Finding> compare(FleetHistory truth) {
        List<Finding> findings = new ArrayList<>(LedgerJudge.judge(truth, rows, figures.counted(), figures.late()));
        findZero("residue", figures.residue(), findings);
        findZero("inFlight", figures.inFlight(), findings);
        return findings;
    }

    private static void findZero(String figure, long was, List<Finding> findings) {
        if (was != 0) {
            findings.add(new Finding(Kind.LEDGER, "*", "", 0, figure, "must be 0, was " + was, ""));
        }
    }

    Wills wills(FleetHistory truth) {
        Set<EpochId> certain = truth.deaths().stream()
                .filter(Death::isCertain)
                .map(death -> new EpochId(death.device(), death.will()))
                .collect(Collectors.toSet());
        long said = 0;
        long mustBeSaid = 0;
        for (ObservedRow row : rows) {
            if (truth.isWill(row.of().device(), row.of().epoch())) {
                long times = row.counted() + row.late();
                said += times;
                mustBeSaid += certain.contains(row.of()) ? times : 0;
            }
        }
        return new Wills(said, mustBeSaid);
    }
}
