package io.sluice.api.hub;

import io.sluice.api.json.JsonBytes;
import io.sluice.model.rollup.Tier;

/** How the events of a stream tell rollups. */
public enum RollupForm {
    /** An array of points. */
    POINTS {
        @Override
        RollupWriter begin(JsonBytes json, Tier tier) {
            return new PointWriter(json, tier);
        }
    },
    /** An object of columns: the names stand once a frame, and not in every point. */
    COLUMNS {
        @Override
        RollupWriter begin(JsonBytes json, Tier tier) {
            return new ColumnWriter(json, tier);
        }
    };

    /** Begins a value of the JSON, which the writer's end completes. */
    abstract RollupWriter begin(JsonBytes json, Tier tier);
}
