package io.sluice.simulator.oracle;

import io.sluice.simulator.oracle.Finding.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the ledger with the truth, by device and epoch and in all: what was acknowledged is counted or late, once,
 * and so may be what has no answer; nothing else is. Only here a message shows that is late for every tier, since no
 * window has it. Which one is lost is known where the ledger says that it is missing.
 */
public final class LedgerJudge {
    /** What could not be read stands under none. */
    private static final String NO_EPOCH = "";

    private final FleetHistory truth;
    private final List<Finding> findings = new ArrayList<>();

    private LedgerJudge(FleetHistory truth) {
        this.truth = truth;
    }

    /**
     * @param rows of all devices
     * @param counted in all, as the ledger has it
     * @param late in all, for every tier
     */
    public static List<Finding> judge(FleetHistory truth, List<ObservedRow> rows, long counted, long late) {
        LedgerJudge judge = new LedgerJudge(truth);
        judge.judge(rows);
        judge.judge(counted, late);
        return judge.findings;
    }

    private void judge(List<ObservedRow> rows) {
        Map<EpochId, Due> due = new LinkedHashMap<>(truth.due());
        for (ObservedRow row : rows) {
            Due spoken = due.remove(row.of());
            nameMissing(row);
            if (spoken != null) {
                compare(row.of(), row.counted(), row.late(), spoken);
            } else if (!row.of().epoch().equals(NO_EPOCH) || row.counted() + row.late() != 0) {
                find(row.of(), "counted " + row.counted() + " + late " + row.late() + ", but nobody spoke under it");
            }
        }
        due.forEach((epoch, spoken) -> compare(epoch, 0, 0, spoken));
    }

    private void nameMissing(ObservedRow row) {
        for (ObservedRow.Range range : row.missing()) {
            truth.acknowledged(row.of(), range.from(), range.to())
                    .forEach(lost -> findings.add(new Finding(
                            Kind.LOST,
                            lost.device(),
                            lost.epoch(),
                            lost.seq(),
                            "ledger",
                            "was acknowledged, is missing",
                            "")));
        }
    }

    private void compare(EpochId epoch, long counted, long late, Due due) {
        if (!due.allows(counted + late)) {
            find(epoch, mustBe(counted, late, due));
        }
    }

    private void judge(long counted, long late) {
        Due all = truth.due().values().stream().reduce(Due.NOTHING, Due::plus);
        if (!all.allows(counted + late)) {
            find(mustBe(counted, late, all));
        }
        if (counted == 0 && all.atLeast() > 0) {
            find("counted must be > 0 where anything was acknowledged, was 0");
        }
    }

    private static String mustBe(long counted, long late, Due due) {
        return "counted + late must be " + due + ", was " + counted + " + " + late;
    }

    private void find(EpochId epoch, String detail) {
        findings.add(new Finding(Kind.LEDGER, epoch.device().toString(), epoch.epoch(), 0, "epoch", detail, ""));
    }

    private void find(String detail) {
        findings.add(new Finding(Kind.LEDGER, "*", "", 0, "total", detail, ""));
    }
}
