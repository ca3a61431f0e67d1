package io.sluice.launcher.verify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.launcher.figures.LedgerFigures;
import io.sluice.launcher.verify.Deeds.Deed;
import io.sluice.simulator.oracle.Death;
import io.sluice.simulator.oracle.Finding;
import io.sluice.simulator.oracle.Finding.Kind;
import io.sluice.simulator.oracle.Findings;
import io.sluice.simulator.oracle.FleetHistory;
import io.sluice.simulator.oracle.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run came to (contract, <i>Commands</i>).
 *
 * @param wills that were counted or late
 * @param resets how often the viewer of the stream was told that it had missed something
 * @param done the faults, and what came of them
 * @param notDone faults of the plan that were not
 * @param counts of all findings
 * @param findings the first of them, with the stage that each message was last seen in
 */
public record Verdict(
        long seed,
        FleetHistory history,
        LedgerFigures ledger,
        PublicLedger.Wills wills,
        int resets,
        List<Deed> done,
        List<Fault> notDone,
        Findings counts,
        List<Finding> findings) {
    public boolean isBalanced() {
        return counts.isEmpty();
    }

    private String word() {
        return isBalanced() ? "balanced" : "broken";
    }

    public void print(PrintWriter out) {
        for (Finding finding : findings) {
            out.println(line(finding));
        }
        out.println("verdict " + word() + " seed=" + seed + " acked=" + history.count(Outcome.ACKED) + " unknown="
                + unknown() + " refused=" + history.count(Outcome.REFUSED) + " wills="
                + wills.said()
                + " died=" + history.deaths().size() + " willsCertain=" + willsCertain() + " willsSaid="
                + wills.certain() + " counted="
                + ledger.counted() + " late=" + ledger.late() + " lost=" + counts.count(Kind.LOST) + " doubled="
                + counts.count(Kind.DOUBLED) + " resets=" + resets + " faults=" + done.size() + " notDone="
                + notDone.size() + " residue=" + ledger.residue());
        out.flush();
    }

    private long unknown() {
        return history.count(Outcome.UNKNOWN) + history.count(Outcome.REFUSED_AT_LAST);
    }

    private long willsCertain() {
        return history.deaths().stream().filter(Death::isCertain).count();
    }

    private static String line(Finding finding) {
        String epoch = finding.epoch().isEmpty() ? "" : " epoch=" + finding.epoch();
        String message = epoch + (finding.seq() == 0 ? "" : " seq=" + finding.seq());
        String stage = finding.lastSeenIn().isEmpty() ? "" : "; last seen in " + finding.lastSeenIn();
        return finding.kind().label() + " " + finding.device() + message + ": " + finding.where() + ", "
                + finding.detail() + stage;
    }

    public void write(Path file) throws IOException {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode report = mapper.createObjectNode();
        report.put("verdict", word());
        report.put("seed", seed);
        report.put("acked", history.count(Outcome.ACKED));
        report.put("unknown", unknown());
        report.put("refused", history.count(Outcome.REFUSED));
        report.put("wills", wills.said());
        report.put("died", history.deaths().size());
        report.put("willsCertain", willsCertain());
        report.put("willsSaid", wills.certain());
        report.put("counted", ledger.counted());
        report.put("late", ledger.late());
        report.put("lost", counts.count(Kind.LOST));
        report.put("doubled", counts.count(Kind.DOUBLED));
        report.put("resets", resets);
        report.put("faults", done.size());
        report.put("residue", ledger.residue());
        ArrayNode deeds = report.putArray("done");
        for (Deed deed : done) {
            ObjectNode said = deeds.addObject().put("fault", deed.fault().toString());
            if (!deed.did().isEmpty()) {
                said.put("did", deed.did());
            }
        }
        ArrayNode undone = report.putArray("notDone");
        notDone.forEach(fault -> undone.add(fault.toString()));
        ArrayNode list = report.putArray("findings");
        for (Finding finding : findings) {
            list.addObject()
                    .put("kind", finding.kind().label())
                    .put("device", finding.device())
                    .put("epoch", finding.epoch())
                    .put("seq", finding.seq())
                    .put("where", finding.where())
                    .put("detail", finding.detail())
                    .put("lastSeenIn", finding.lastSeenIn());
        }
        mapper.writeValue(file.toFile(), report);
    }
}
