package io.sluice.model.batch;

import io.sluice.model.identity.DeviceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one device and epoch within a batch, in the order they were appended.
 *
 * @param carry present on clean batches, which ingest wrote
 */
public record DeviceBlock(
        DeviceId device, String epoch, @Nullable LedgerCarry carry, List<CountedMessage> messages) {
    public DeviceBlock {
        messages = List.copyOf(messages);
    }
}
