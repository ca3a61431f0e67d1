package io.sluice.gateway.batch;

import io.sluice.model.batch.CountedMessage;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.DeviceDeath;
import io.sluice.model.batch.RejectedMessage;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers one partition's records, in spool order, until they make a batch. Belongs to the drain thread. */
final class PartitionBatcher {
    private final DrainOptions options;
    private final Map<DeviceId, OpenBlock> newestBlocks = new HashMap<>();
    private final Map<DeviceId, Map<String, OpenBlock>> olderBlocks = new HashMap<>();
    private final List<OpenBlock> blocks = new ArrayList<>();
    private final List<RejectedMessage> rejected = new ArrayList<>();
    private final List<DeviceDeath> deaths = new ArrayList<>();
    private int messages;
    private int readings;
    private int bytes;
    private long firstPosition;
    private long firstNanos;
    private long firstMillis;

    PartitionBatcher(DrainOptions options) {
        this.options = options;
    }

    boolean isEmpty() {
        return messages == 0 && rejected.isEmpty() && deaths.isEmpty();
    }

    boolean isRoomFor(int moreReadings, int moreBytes) {
        return isEmpty()
                || (readings + moreReadings <= options.maxReadings() && bytes + moreBytes <= options.maxBytes());
    }

    boolean isFull() {
        return readings >= options.maxReadings() || bytes >= options.maxBytes();
    }

    /** Before the first record of a batch: where the batch begins, and when. */
    void begin(long position, long nowNanos, long appendedAtMillis) {
        if (isEmpty()) {
            firstPosition = position;
            firstNanos = nowNanos;
            firstMillis = appendedAtMillis;
        }
    }

    void add(long counter, DeviceMessage message, int messageBytes) {
        block(message.device(), message.epoch()).messages.add(new CountedMessage(counter, message));
        messages++;
        readings += message.size();
        bytes += messageBytes;
    }

    void add(RejectedMessage message, int messageBytes) {
        rejected.add(message);
        bytes += messageBytes;
    }

    void add(DeviceDeath death, int recordBytes) {
        deaths.add(death);
        bytes += recordBytes;
    }

    private OpenBlock block(DeviceId device, String epoch) {
        OpenBlock newest = newestBlocks.get(device);
        if (newest != null && newest.epoch.equals(epoch)) {
            return newest;
        }
        OpenBlock older = newest == null ? null : olderBlock(newest, epoch);
        OpenBlock block = older == null ? new OpenBlock(device, epoch) : older;
        newestBlocks.put(device, block);
        if (block != older) {
            blocks.add(block);
        }
        return block;
    }

    /** A device with several epochs in one batch is rare: it was restarted within milliseconds. */
    private @Nullable OpenBlock olderBlock(OpenBlock newest, String epoch) {
        Map<String, OpenBlock> older = olderBlocks.computeIfAbsent(newest.device, device -> new HashMap<>());
        older.put(newest.epoch, newest);
        return older.get(epoch);
    }

    TelemetryBatch take(String spool) {
        List<DeviceBlock> done = new ArrayList<>(blocks.size());
        for (OpenBlock block : blocks) {
            done.add(new DeviceBlock(block.device, block.epoch, null, block.messages));
        }
        TelemetryBatch batch = new TelemetryBatch(spool, done, rejected, deaths);
        clear();
        return batch;
    }

    void clear() {
        newestBlocks.clear();
        olderBlocks.clear();
        blocks.clear();
        rejected.clear();
        deaths.clear();
        messages = 0;
        readings = 0;
        bytes = 0;
    }

    int readings() {
        return readings;
    }

    /** Of the record that holds the batch's first message. */
    long firstPosition() {
        return firstPosition;
    }

    long firstNanos() {
        return firstNanos;
    }

    /** When the batch's first record was appended. */
    long firstMillis() {
        return firstMillis;
    }

    private static final class OpenBlock {
        private final DeviceId device;
        private final String epoch;
        private final List<CountedMessage> messages = new ArrayList<>();

        private OpenBlock(DeviceId device, String epoch) {
            this.device = device;
            this.epoch = epoch;
        }
    }
}
