package io.sluice.e2e.oracle;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a plain loop over a recording computes: every window of every series and tier from the distinct messages, with
 * decimal arithmetic and sorted lists instead of sketches. Shares no code with the pipeline but the published identity
 * mix, which it is given.
 */
public final class PlainLoop {
    /** Tier label to width and horizon in milliseconds. */
    public static final Map<String, long[]> TIERS = Map.of(
            "1s", new long[] {1_000, 120_000},
            "10s", new long[] {10_000, 900_000},
            "1m", new long[] {60_000, 7_200_000},
            "1h", new long[] {3_600_000, 86_400_000});

    /** One window of one series. */
    public record Window(String device, String metric, String tier, long start) {}

    /** The mix of a message's identity, as the contract publishes it. */
    public interface Mix {
        long of(String device, long seq);
    }

    /** What a window must hold. */
    public static final class Expected {
        private final List<Double> sorted = new ArrayList<>();
        private BigDecimal sum = BigDecimal.ZERO;
        private long identities;
        private long firstTs = Long.MAX_VALUE;
        private long firstSeq;
        private double first;
        private long lastTs = Long.MIN_VALUE;
        private long lastSeq;
        private double last;

        private void add(double value, long ts, long seq, long mix) {
            sorted.add(value);
            sum = sum.add(new BigDecimal(value));
            identities ^= mix;
            if (ts < firstTs || (ts == firstTs && seq < firstSeq)) {
                firstTs = ts;
                firstSeq = seq;
                first = value;
            }
            if (ts > lastTs || (ts == lastTs && seq > lastSeq)) {
                lastTs = ts;
                lastSeq = seq;
                last = value;
            }
        }

        public int count() {
            return sorted.size();
        }

        public double sum() {
            return sum.doubleValue();
        }

        public double first() {
            return first;
        }

        public double last() {
            return last;
        }

        public long identities() {
            return identities;
        }

        /** Nearest rank. */
        public double quantile(double q) {
            Collections.sort(sorted);
            return sorted.get(Math.max(0, (int) Math.ceil(q * sorted.size()) - 1));
        }

        /** Of the population, in two passes. */
        public double stddev() {
            double mean = sum.doubleValue() / sorted.size();
            double squares = 0;
            for (double value : sorted) {
                squares += (value - mean) * (value - mean);
            }
            return Math.sqrt(squares / sorted.size());
        }
    }

    private final Map<Window, Expected> windows = new HashMap<>();
    private final Map<String, Long> highestTs = new HashMap<>();
    private final Set<String> seen = new HashSet<>();

    private PlainLoop() {}

    /**
     * @param metrics names of the six columns after node and seq
     * @param site site the nodes are published under
     */
    public static Map<Window, Expected> overUlb(List<Path> files, String site, List<String> metrics, Mix mix) {
        PlainLoop loop = new PlainLoop();
        for (UlbFile.Row row : UlbFile.rows(files)) {
            String device = site + "/" + row.node();
            if (loop.seen.add(device + "#" + row.seq())) {
                loop.message(device, row, metrics, mix.of(device, row.seq()));
            }
        }
        return loop.windows;
    }

    private void message(String device, UlbFile.Row row, List<String> metrics, long mix) {
        long highest = highestTs.merge(device, row.ts(), Math::max);
        TIERS.forEach((tier, bounds) -> {
            if (row.ts() < highest - bounds[1]) {
                return;
            }
            long start = row.ts() - Math.floorMod(row.ts(), bounds[0]);
            for (int i = 0; i < metrics.size(); i++) {
                windows.computeIfAbsent(new Window(device, metrics.get(i), tier, start), w -> new Expected())
                        .add(row.values()[i], row.ts(), row.seq(), mix);
            }
        });
    }
}
