package io.sluice.model.batch;

import java.util.List;

/**
 * Messages sent together to Kafka: the value of a record on {@code telemetry.batches}, {@code telemetry.readings} and
 * {@code telemetry.late}. All its devices hash to the record's partition.
 *
 * @param spool id of the spool whose counters the messages carry
 * @param rejected only on {@code telemetry.batches}
 * @param deaths only on {@code telemetry.batches}
 */
public record TelemetryBatch(
        String spool, List<DeviceBlock> blocks, List<RejectedMessage> rejected, List<DeviceDeath> deaths) {
    public TelemetryBatch {
        blocks = List.copyOf(blocks);
        rejected = List.copyOf(rejected);
        deaths = List.copyOf(deaths);
    }

    /** One without deaths. */
    public TelemetryBatch(String spool, List<DeviceBlock> blocks, List<RejectedMessage> rejected) {
        this(spool, blocks, rejected, List.of());
    }

    /** Messages in all blocks, without the rejected. */
    public int messageCount() {
        int count = 0;
        for (DeviceBlock block : blocks) {
            count += block.messages().size();
        }
        return count;
    }
}
