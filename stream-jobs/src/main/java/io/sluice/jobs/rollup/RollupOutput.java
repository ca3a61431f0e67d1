package io.sluice.jobs.rollup;

/** Takes what a device's windows give off. */
@FunctionalInterface
public interface RollupOutput {
    void write(Outcome outcome);
}
