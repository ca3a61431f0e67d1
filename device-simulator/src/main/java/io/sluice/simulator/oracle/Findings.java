package io.sluice.simulator.oracle;

import io.sluice.simulator.oracle.Finding.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was found, a message once: one lost message shows in every metric and every tier. Not thread-safe. */
public final class Findings {
    /** More of them tell nothing new, and a report is to be read. */
    private static final int MAX_LISTED = 200;

    private final List<Finding> list = new ArrayList<>();
    private final Set<List<Object>> known = new HashSet<>();
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

    public void add(Finding finding) {
        Object what = finding.seq() == 0 ? finding.where() : finding.seq();
        if (known.add(List.of(finding.kind(), finding.device(), finding.epoch(), what))) {
            counts.merge(finding.kind(), 1L, Long::sum);
            if (list.size() < MAX_LISTED) {
                list.add(finding);
            }
        }
    }

    public void addAll(List<Finding> found) {
        found.forEach(this::add);
    }

    /** The first of them. */
    public List<Finding> list() {
        return List.copyOf(list);
    }

    public long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    public boolean isEmpty() {
        return list.isEmpty();
    }
}
