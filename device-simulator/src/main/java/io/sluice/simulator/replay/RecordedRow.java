package io.sluice.simulator.replay;

/**
 * One message of a recording.
 *
 * @param device id within the recording's site
 * @param seq the recording's own, 0 where it has none
 * @param tsMillis when it was recorded
 * @param metrics names, of the values at the same index
 */
public record RecordedRow(String device, long seq, long tsMillis, String[] metrics, double[] values) {}
