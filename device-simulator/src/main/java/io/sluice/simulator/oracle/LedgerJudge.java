package io.sluice.simulator.oracle;

import io.sluice.simulator.oracle.Finding.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the ledger with the truth, by device and epoch and in all: what was acknowledged is counted, or late where
 * its ts says so, once, and so may be what has no answer; nothing else is. Only here a message shows that is late for
 * every tier, since no window has it. Which one is lost is known where the ledger says that it is missing, and that
 * must be said of each that was never sent.
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
        Map<EpochId, Owed> due = new LinkedHashMap<>(truth.owed());
        for (ObservedRow row : rows) {
            Owed spoken = due.remove(row.of());
            truth.find(row.of()).ifPresent(boot -> compareSeqs(row, boot));
            if (spoken != null) {
                compare(row.of(), row.counted(), row.late(), spoken);
            } else if (!row.of().epoch().equals(NO_EPOCH) || row.counted() + row.late() != 0) {
                find(row.of(), "counted " + row.counted() + " + late " + row.late() + ", but nobody spoke under it");
            }
        }
        due.forEach((epoch, spoken) -> compare(epoch, 0, 0, spoken));
    }

    /** Each seq was seen, or never sent, or its message was under way for the last time. */
    private void compareSeqs(ObservedRow row, BootHistory boot) {
        for (ObservedRow.Range range : row.missingRanges()) {
            boot.acknowledged(range.from(), range.to())
                    .forEach(lost -> find(Kind.LOST, lost, "was acknowledged, is missing"));
        }
        long highest = boot.highestAcknowledged();
        boot.neverSent(Math.min(highest, row.rangesEnd())).stream()
                .filter(message -> !row.isMissing(message.seq()))
                .forEach(message -> find(Kind.LEDGER, message, "was never sent, must be missing"));
        if (row.produced() < highest || row.produced() > boot.said()) {
            find(
                    row.of(),
                    "produced must be from " + highest + " acknowledged to " + boot.said() + " said, was "
                            + row.produced());
        }
    }

    private void compare(EpochId epoch, long counted, long late, Owed due) {
        mustBe(counted, late, due).forEach(detail -> find(epoch, detail));
    }

    private void judge(long counted, long late) {
        Owed all = truth.owed().values().stream().reduce(Owed.NOTHING, Owed::plus);
        mustBe(counted, late, all).forEach(this::find);
    }

    /** What is wrong with these figures. */
    private static List<String> mustBe(long counted, long late, Owed due) {
        List<String> wrong = new ArrayList<>();
        if (!due.all().allows(counted + late)) {
            wrong.add("counted + late must be " + due.all() + ", was " + counted + " + " + late);
        } else if (!due.counted().allows(counted) || !due.late().allows(late)) {
            wrong.add("counted must be " + due.counted() + ", was " + counted + ", and late " + due.late() + ", was "
                    + late);
        }
        return wrong;
    }

    private void find(Kind kind, MessageId message, String detail) {
        findings.add(new Finding(kind, message.device(), message.epoch(), message.seq(), "ledger", detail, ""));
    }

    private void find(EpochId epoch, String detail) {
        findings.add(new Finding(Kind.LEDGER, epoch.device().toString(), epoch.epoch(), 0, "epoch", detail, ""));
    }

    private void find(String detail) {
        findings.add(new Finding(Kind.LEDGER, "*", "", 0, "total", detail, ""));
    }
}
