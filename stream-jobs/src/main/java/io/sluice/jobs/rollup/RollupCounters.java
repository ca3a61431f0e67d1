package io.sluice.jobs.rollup;

import io.sluice.model.rollup.Tier;

/** What the thinking tells the metrics: once a block or a rollup, never once a reading. */
public interface RollupCounters {
    /** Counts nothing. */
    RollupCounters NONE = new RollupCounters() {
        @Override
        public void merged(long messages, long readings) {}

        @Override
        public void late(Tier tier, long messages) {}

        @Override
        public void lateForAll(long messages, long readings) {}

        @Override
        public void published(Tier tier, long delayMillis, boolean first) {}
    };

    /** Messages that at least the coarsest tier took. */
    void merged(long messages, long readings);

    void late(Tier tier, long messages);

    /** Messages that no tier took. */
    void lateForAll(long messages, long readings);

    /**
     * @param delayMillis from the window's end
     * @param first whether the window had not been published before
     */
    void published(Tier tier, long delayMillis, boolean first);
}
