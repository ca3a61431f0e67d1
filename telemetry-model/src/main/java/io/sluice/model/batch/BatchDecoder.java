package io.sluice.model.batch;

import com.google.protobuf.ByteString;
import io.sluice.model.batch.proto.BlockColumns;
import io.sluice.model.batch.proto.DeathRecord;
import io.sluice.model.batch.proto.MessageColumns;
import io.sluice.model.batch.proto.RejectedRecord;
import io.sluice.model.batch.proto.TelemetryBatchRecord;
import io.sluice.model.batch.proto.TsPrediction;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one batch. One use. Counts are compared with the entries that are there before anything is made from them; an
 * entry takes at least a bit of the bytes.
 */
final class BatchDecoder {
    private final TelemetryBatchRecord record;
    private final BlockColumns blocks;
    private final MessageColumns messages;
    private final RowReader rows;

    private int nextMessage;
    private int nextCarry;
    private int device;
    private long counter;
    private long seq;
    private long ts;
    private long period;

    BatchDecoder(TelemetryBatchRecord record) {
        this.record = record;
        this.blocks = record.getBlocks();
        this.messages = record.getMessages();
        int[] sizes = checkedBlockSizes();
        this.rows = new RowReader(record, sizes);
    }

    /** Every block has its entries, and every message is the first of its block or has its own. */
    private int[] checkedBlockSizes() {
        int count = blocks.getMessagesCount();
        Checks.count("site", blocks.getSiteCount(), count);
        Checks.count("device", blocks.getDeviceCount(), count);
        Checks.count("epoch", blocks.getEpochCount(), count);
        Checks.count("first_counter", blocks.getFirstCounterCount(), count);
        Checks.count("first_seq", blocks.getFirstSeqCount(), count);
        Checks.count("first_ts", blocks.getFirstTsCount(), count);
        Checks.count("period", blocks.getPeriodCount(), count);
        int[] sizes = new int[count];
        long following = 0;
        for (int b = 0; b < count; b++) {
            sizes[b] = blocks.getMessages(b);
            following += Math.max(0, Integer.toUnsignedLong(sizes[b]) - 1);
        }
        Checks.count("counter", messages.getCounterCount(), following);
        Checks.count("seq", messages.getSeqCount(), following);
        Checks.count("ts", messages.getTsCount(), following);
        if (messages.getTsPrediction() == TsPrediction.UNRECOGNIZED) {
            throw new CorruptBatchException("ts_prediction must be known, was " + messages.getTsPredictionValue());
        }
        return sizes;
    }

    TelemetryBatch decode() {
        List<DeviceBlock> decoded = new ArrayList<>(blocks.getMessagesCount());
        for (int b = 0; b < blocks.getMessagesCount(); b++) {
            decoded.add(block(b));
        }
        Checks.count("carry_new_before", blocks.getCarryNewBeforeCount(), nextCarry);
        Checks.count("carry_new_xor", blocks.getCarryNewXorCount(), nextCarry);
        List<RejectedMessage> rejected = new ArrayList<>(record.getRejectedCount());
        for (RejectedRecord one : record.getRejectedList()) {
            rejected.add(RejectedRecords.read(one));
        }
        List<DeviceDeath> deaths = new ArrayList<>(record.getDeathsCount());
        for (DeathRecord death : record.getDeathsList()) {
            deaths.add(new DeviceDeath(
                    Checks.device(death.getSite(), death.getDevice()),
                    Checks.counter(death.getBeforeCounter()),
                    death.getAtMillis()));
        }
        return new TelemetryBatch(record.getSpool(), decoded, rejected, deaths);
    }

    private DeviceBlock block(int b) {
        device += blocks.getDevice(b);
        DeviceId id = Checks.device(rows.name(blocks.getSite(b)), rows.name(device));
        String epoch = Checks.epoch(rows.name(blocks.getEpoch(b)));
        counter += blocks.getFirstCounter(b);
        seq += blocks.getFirstSeq(b);
        ts += blocks.getFirstTs(b);
        period += blocks.getPeriod(b);
        return new DeviceBlock(id, epoch, carry(b), messages(b, id, epoch));
    }

    private List<CountedMessage> messages(int b, DeviceId id, String epoch) {
        int size = blocks.getMessages(b);
        List<CountedMessage> decoded = new ArrayList<>(size);
        long nowCounter = counter;
        long nowSeq = seq;
        long nowTs = ts;
        for (int i = 0; i < size; i++) {
            if (i > 0) {
                nowCounter += messages.getCounter(nextMessage) + 1;
                long step = messages.getSeq(nextMessage) + 1;
                nowSeq += step;
                long predicted = messages.getTsPrediction() == TsPrediction.TS_FROM_FIRST
                        ? ts + (nowSeq - seq) * period
                        : nowTs + step * period;
                nowTs = predicted + messages.getTs(nextMessage);
                nextMessage++;
            }
            DeviceMessage message = rows.next(id, epoch, Checks.seq(nowSeq), nowTs);
            decoded.add(new CountedMessage(Checks.counter(nowCounter), message));
        }
        return decoded;
    }

    private @Nullable LedgerCarry carry(int b) {
        if (!isSet(blocks.getCarried(), b)) {
            return null;
        }
        if (nextCarry >= blocks.getCarryNewBeforeCount() || nextCarry >= blocks.getCarryNewXorCount()) {
            throw new CorruptBatchException("every carried block must have a carry, block " + b + " had none");
        }
        LedgerCarry carry =
                new LedgerCarry(blocks.getCarryNewBefore(nextCarry) + (seq - 1), blocks.getCarryNewXor(nextCarry));
        nextCarry++;
        return carry;
    }

    /** Bits beyond the bytes are 0. */
    static boolean isSet(ByteString bits, int i) {
        return i >>> 3 < bits.size() && (bits.byteAt(i >>> 3) & (1 << (i & 7))) != 0;
    }
}
