package io.sluice.ingest.screen;

import io.sluice.model.batch.TelemetryBatch;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What became of one batch. Repeats and duplicates appear in the counts alone.
 *
 * @param clean the new messages, each block with its carry; may have no blocks
 * @param verdicts messages by verdict, repeats apart
 * @param repeated messages and rejections whose counter was seen before
 * @param changedEpochs keys of the rows that changed
 */
public record Screened(
        TelemetryBatch clean,
        List<DeadLetter> deadLetters,
        Map<Verdict, Integer> verdicts,
        int repeated,
        Set<String> changedEpochs) {
    public Screened {
        deadLetters = List.copyOf(deadLetters);
        verdicts = Map.copyOf(verdicts);
        changedEpochs = Set.copyOf(changedEpochs);
    }
}
