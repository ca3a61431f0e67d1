package io.sluice.e2e.oracle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Which messages ULB's radios lost, read off the sequence numbers of the recording: nodes count from 1. */
public final class UlbGaps {
    private UlbGaps() {}

    /** From the first to the last that is missing. */
    public record Gap(long from, long to) {}

    /** By node, those below the highest number that arrived; a node that lost nothing has an empty list. */
    public static Map<String, List<Gap>> of(List<Path> files) {
        Map<String, TreeSet<Long>> seen = new HashMap<>();
        UlbFile.rows(files)
                .forEach(row -> seen.computeIfAbsent(row.node(), node -> new TreeSet<>())
                        .add(row.seq()));
        Map<String, List<Gap>> gaps = new HashMap<>();
        seen.forEach((node, seqs) -> gaps.put(node, between(seqs)));
        return gaps;
    }

    private static List<Gap> between(TreeSet<Long> seqs) {
        List<Gap> gaps = new ArrayList<>();
        long due = 1;
        for (long seq : seqs) {
            if (seq > due) {
                gaps.add(new Gap(due, seq - 1));
            }
            due = seq + 1;
        }
        return gaps;
    }
}
