package io.sluice.api.hub;

import io.sluice.api.history.RollupPoint;
import io.sluice.model.rollup.SeriesKey;

/** The rollups of one event. Not thread-safe. */
interface RollupWriter {
    void write(SeriesKey series, RollupPoint point);

    void end();
}
