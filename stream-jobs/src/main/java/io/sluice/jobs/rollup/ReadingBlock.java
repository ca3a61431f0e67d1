package io.sluice.jobs.rollup;

import io.sluice.model.batch.DeviceBlock;

/**
 * The messages of one device and epoch out of a clean batch: what the jobs work on at a time.
 *
 * @param spool the spool whose counters the messages carry
 */
public record ReadingBlock(String spool, DeviceBlock block) {
    /** The key of all state: a device, whatever its epoch. */
    public String deviceKey() {
        return block.device().toString();
    }
}
