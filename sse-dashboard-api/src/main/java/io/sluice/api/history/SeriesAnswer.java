package io.sluice.api.history;

import io.sluice.model.rollup.Tier;
import java.util.Iterator;
import java.util.List;

/**
 * The answer to a {@link SeriesQuery}.
 *
 * @param position where the stream goes on, so that nothing falls between history and live
 * @param series every one that has points, in order, read when it is come to
 */
public record SeriesAnswer(Tier tier, StreamPosition position, Iterator<Series> series) {
    public record Series(SeriesReader.SeriesName name, List<RollupPoint> points) {}
}
