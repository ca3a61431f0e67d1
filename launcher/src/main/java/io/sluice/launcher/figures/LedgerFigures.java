package io.sluice.launcher.figures;

import com.fasterxml.jackson.databind.JsonNode;

/** The top level of {@code /api/v1/ledger}: messages, over all devices. */
public record LedgerFigures(
        long produced,
        long counted,
        long late,
        long duplicates,
        long rejected,
        long missing,
        long inFlight,
        long residue) {

    /** Where there is no ledger to ask yet. */
    public static final LedgerFigures NOTHING = new LedgerFigures(0, 0, 0, 0, 0, 0, 0, 0);

    /** @throws IllegalArgumentException where a figure is absent: a missing residue must not read as 0 */
    public static LedgerFigures from(JsonNode ledger) {
        long rejected = 0;
        for (JsonNode count : ledger.path("rejected")) {
            rejected += count.asLong();
        }
        return new LedgerFigures(
                figure(ledger, "produced"),
                figure(ledger, "counted"),
                figure(ledger, "late"),
                figure(ledger, "duplicates"),
                rejected,
                figure(ledger, "missing"),
                figure(ledger, "inFlight"),
                figure(ledger, "residue"));
    }

    /** Something was counted, and everything is accounted for. */
    public boolean isBalanced() {
        return counted > 0 && inFlight == 0 && residue == 0;
    }

    /**
     * Nothing is left to wait for: so many messages were acknowledged, and the ledger has heard of all of them and
     * knows each as counted or late.
     */
    public boolean holdsAll(long acknowledged) {
        return isBalanced() && produced == acknowledged && counted + late == acknowledged;
    }

    /** The last line of {@code demo}. */
    public String totalLine() {
        return "total produced=" + produced + " counted=" + counted + " late=" + late + " duplicates=" + duplicates
                + " rejected=" + rejected + " missing=" + missing + " inFlight=" + inFlight + " residue=" + residue;
    }

    /** @throws IllegalArgumentException where it is absent */
    public static long figure(JsonNode ledger, String name) {
        JsonNode value = ledger.path(name);
        if (!value.isIntegralNumber()) {
            throw new IllegalArgumentException("ledger must have an integer " + name + ", was " + value);
        }
        return value.asLong();
    }
}
