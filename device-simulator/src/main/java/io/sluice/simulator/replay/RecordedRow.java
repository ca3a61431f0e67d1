package io.sluice.simulator.replay;

import org.jspecify.annotations.Nullable;

/**
 * One message of a recording.
 *
 * @param device id within the recording's site
 * @param epoch the recording's own; null where it has none
 * @param seq the recording's own, which may begin anywhere; null where it has none
 * @param tsMillis when it was recorded
 * @param metrics names, of the values at the same index
 */
public record RecordedRow(
        String device, @Nullable String epoch, @Nullable Long seq, long tsMillis, String[] metrics, double[] values) {}
