package io.sluice.api.history;

import io.sluice.model.rollup.Tier;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The answer to a {@link SeriesQuery}.
 *
 * @param position where the stream goes on, so that nothing falls between history and live
 * @param series calls back with every series that has points, in order
 */
public record SeriesAnswer(
        Tier tier, StreamPosition position, Consumer<BiConsumer<SeriesReader.SeriesName, List<RollupPoint>>> series) {}
