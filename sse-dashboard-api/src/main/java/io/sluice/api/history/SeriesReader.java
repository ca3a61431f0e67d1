package io.sluice.api.history;

import io.sluice.model.rollup.RollupAccumulator;
import io.sluice.model.rollup.SeriesKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@link SeriesQuery} from the rings, one series after the other, so that a large answer needs little memory.
 */
public final class SeriesReader {
    private static final int COUNT_BITS = 40;

    private final RollupStore store;

    public SeriesReader(RollupStore store) {
        this.store = store;
    }

    /** The answer's head is decided now; its series are read while they are consumed. */
    public SeriesAnswer answer(SeriesQuery query) {
        SeriesQuery.Plan plan = query.plan(store);
        TierStore tier = store.tier(plan.tier());
        // Before the rings are read: what they hold then covers it.
        StreamPosition position = tier.position();
        Map<SeriesName, List<SeriesRing>> members = new LinkedHashMap<>();
        for (SeriesRing ring : tier.rings(query.filter()::matches)) {
            members.computeIfAbsent(SeriesName.of(ring.series(), query.by()), name -> new ArrayList<>())
                    .add(ring);
        }
        boolean merges = plan.mergesNeighbours() || query.by() != SeriesQuery.Grouping.DEVICE;
        Iterator<SeriesAnswer.Series> series = members.entrySet().stream()
                .map(member -> new SeriesAnswer.Series(
                        member.getKey(),
                        merges
                                ? merged(member.getValue(), plan, tier)
                                : member.getValue().get(0).points(plan.from(), plan.to())))
                .filter(one -> !one.points().isEmpty())
                .iterator();
        return new SeriesAnswer(plan.tier(), position, series);
    }

    /** What is merged of some of its parts only, since the others were given up, is left out. */
    private static List<RollupPoint> merged(List<SeriesRing> rings, SeriesQuery.Plan plan, TierStore tier) {
        SortedMap<Long, Merger> windows = new TreeMap<>();
        for (SeriesRing ring : rings) {
            for (SeriesRing.Mergeable window : ring.mergeables(plan.from(), plan.to())) {
                long start = Math.floorDiv(window.start(), plan.stepMillis()) * plan.stepMillis();
                windows.computeIfAbsent(start, key -> new Merger()).add(window);
            }
        }
        windows.headMap(tier.wholeFrom()).clear();
        List<RollupPoint> points = new ArrayList<>(windows.size());
        windows.forEach((start, merger) -> points.add(merger.point(start, start + plan.stepMillis())));
        return points;
    }

    /** One answered window while its parts are merged: by content, never by averaging averages. */
    private static final class Merger {
        private final RollupAccumulator content = new RollupAccumulator();
        private long generation;

        void add(SeriesRing.Mergeable window) {
            window.content().mergeInto(content);
            generation = Math.max(generation, window.revision() >>> COUNT_BITS);
        }

        RollupPoint point(long start, long end) {
            return new RollupPoint(
                    start,
                    end,
                    content.count(),
                    content.sum(),
                    content.min(),
                    content.max(),
                    content.mean(),
                    content.stddev(),
                    content.quantile(0.5),
                    content.quantile(0.95),
                    content.quantile(0.99),
                    content.first().value(),
                    content.last().value(),
                    (generation << COUNT_BITS) + content.count(),
                    content.identities(),
                    content.last().tsMillis());
        }
    }

    /** A series of an answer; what was merged away is null. */
    public record SeriesName(
            @Nullable String site, @Nullable String device, String metric) {
        static SeriesName of(SeriesKey series, SeriesQuery.Grouping by) {
            String site = series.device().site();
            return switch (by) {
                case DEVICE -> new SeriesName(site, series.device().device(), series.metric());
                case SITE -> new SeriesName(site, null, series.metric());
                case FLEET -> new SeriesName(null, null, series.metric());
            };
        }
    }
}
