package io.sluice.ingest.screen;

import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.identity.DeviceId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What became of one batch. Repeats appear in the counts alone.
 *
 * @param clean the new messages, each block with its carry; may have no blocks
 * @param verdicts messages by verdict, repeats apart
 * @param repeated messages and rejections whose counter was seen before
 * @param heard of whom something came that is not new, with the counter of the last such message
 * @param changedEpochs keys of the rows that changed
 */
public record Screened(
        TelemetryBatch clean,
        List<DeadLetter> deadLetters,
        Map<Verdict, Integer> verdicts,
        int repeated,
        Map<DeviceId, Long> heard,
        Set<String> changedEpochs) {
    public Screened {
        deadLetters = List.copyOf(deadLetters);
        verdicts = Map.copyOf(verdicts);
        heard = Map.copyOf(heard);
        changedEpochs = Set.copyOf(changedEpochs);
    }
}
