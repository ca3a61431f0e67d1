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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The ledger as the public API shows it.
 *
 * @param figures over all devices
 * @param rows a row a device and epoch
 * @param sites what it says of each site alone
 */
record PublicLedger(LedgerFigures figures, List<ObservedRow> rows, Map<String, Site> sites) {
    /** Messages of all devices of a site. */
    record Site(long produced, long counted, long late, long missing) {
        static final Site NOTHING = new Site(0, 0, 0, 0);

        Site plus(ObservedRow row) {
            return new Site(
                    produced + row.produced(), counted + row.counted(), late + row.late(), missing + row.missing());
        }
    }

    /**
     * Wills that the ledger has, counted or late.
     *
     * @param said all of them
     * @param certain those that had to be said
     */
    record Wills(long said, long certain) {}

    PublicLedger {
        rows = List.copyOf(rows);
        sites = Map.copyOf(sites);
    }

    /** @throws IllegalArgumentException where a figure is absent */
    static PublicLedger ask(PublicJson api) throws IOException, InterruptedException {
        JsonNode answer = api.get("/api/v1/ledger?by=device");
        List<ObservedRow> rows = new ArrayList<>();
        answer.path("devices").forEach(row -> rows.add(row(row)));
        Map<String, Site> sites = new TreeMap<>();
        api.get("/api/v1/ledger?by=site")
                .path("sites")
                .forEach(site -> sites.put(site.path("site").asText(), site(site)));
        return new PublicLedger(LedgerFigures.from(answer), rows, sites);
    }

    private static Site site(JsonNode site) {
        return new Site(
                LedgerFigures.figure(site, "produced"),
                LedgerFigures.figure(site, "counted"),
                LedgerFigures.figure(site, "late"),
                LedgerFigures.figure(site, "missing"));
    }

    private static ObservedRow row(JsonNode row) {
        List<ObservedRow.Range> missing = new ArrayList<>();
        for (JsonNode range : row.path("missingRanges")) {
            missing.add(new ObservedRow.Range(LedgerFigures.figure(range, "from"), LedgerFigures.figure(range, "to")));
        }
        return new ObservedRow(
                new EpochId(PublicDevices.device(row), row.path("epoch").asText()),
                LedgerFigures.figure(row, "produced"),
                LedgerFigures.figure(row, "counted"),
                LedgerFigures.figure(row, "late"),
                LedgerFigures.figure(row, "missing"),
                missing);
    }

    List<Finding> compare(FleetHistory truth) {
        List<Finding> findings = new ArrayList<>(LedgerJudge.judge(truth, rows, figures.counted(), figures.late()));
        compareSites(findings);
        findZero("residue", figures.residue(), findings);
        findZero("inFlight", figures.inFlight(), findings);
        return findings;
    }

    private void compareSites(List<Finding> findings) {
        Map<String, Site> sums = new TreeMap<>();
        rows.forEach(
                row -> sums.merge(row.of().device().site(), Site.NOTHING.plus(row), (sum, first) -> sum.plus(row)));
        Set<String> all = new TreeSet<>(sums.keySet());
        all.addAll(sites.keySet());
        for (String site : all) {
            Site sum = sums.getOrDefault(site, Site.NOTHING);
            Site told = sites.getOrDefault(site, Site.NOTHING);
            if (!sum.equals(told)) {
                String detail = "must be " + sum + " as its devices say, was " + told;
                findings.add(new Finding(Kind.LEDGER, site, "", 0, "by=site", detail, ""));
            }
        }
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
