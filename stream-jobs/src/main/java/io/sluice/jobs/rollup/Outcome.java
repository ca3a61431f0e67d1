package io.sluice.jobs.rollup;

/**
 * One record to be written. All records of a device go to its partition, and so stay in order.
 *
 * @param key UTF-8; not copied, as the value
 */
public record Outcome(Target target, int partition, byte[] key, byte[] value) {}
