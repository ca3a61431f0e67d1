package io.sluice.model.batch;

import com.google.protobuf.ByteString;
import io.sluice.model.batch.proto.BlockColumns;
import io.sluice.model.batch.proto.MessageColumns;
import io.sluice.model.batch.proto.TsPrediction;
import io.sluice.model.message.DeviceMessage;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes who and when: devices, counters, seqs, ts and carries. */
final class BlockColumnsEncoder {
    private final BlockColumns.Builder out;
    private final MessageColumns.Builder messages;
    private final BitSet carried = new BitSet();
    private int lastDevice;
    private long lastCounter;
    private long lastSeq;
    private long lastTs;
    private long lastPeriod;

    private BlockColumnsEncoder(BlockColumns.Builder out, MessageColumns.Builder messages) {
        this.out = out;
        this.messages = messages;
    }

    static void write(
            List<DeviceBlock> blocks, Names names, BlockColumns.Builder out, MessageColumns.Builder messages) {
        BlockColumnsEncoder encoder = new BlockColumnsEncoder(out, messages);
        long[] periods = new long[blocks.size()];
        Arrays.setAll(periods, b -> Cadence.period(blocks.get(b).messages()));
        TsPrediction prediction = Cadence.cheaper(blocks, periods);
        messages.setTsPrediction(prediction);
        for (int b = 0; b < blocks.size(); b++) {
            encoder.block(blocks.get(b), names, periods[b]);
            encoder.messages(blocks.get(b).messages(), encoder.lastPeriod, prediction);
            encoder.carry(b, blocks.get(b).carry());
        }
        out.setCarried(ByteString.copyFrom(encoder.carried.toByteArray()));
    }

    private void block(DeviceBlock block, Names names, long period) {
        out.addSite(names.indexOf(block.device().site()));
        int device = names.indexOf(block.device().device());
        out.addDevice(device - lastDevice);
        lastDevice = device;
        out.addEpoch(names.indexOf(block.epoch()));
        out.addMessages(block.messages().size());
        if (block.messages().isEmpty()) {
            out.addFirstCounter(0).addFirstSeq(0).addFirstTs(0).addPeriod(0);
            return;
        }
        CountedMessage first = block.messages().get(0);
        out.addFirstCounter(first.counter() - lastCounter);
        out.addFirstSeq(first.message().seq() - lastSeq);
        out.addFirstTs(first.message().tsMillis() - lastTs);
        long usedPeriod = block.messages().size() == 1 ? lastPeriod : period;
        out.addPeriod(usedPeriod - lastPeriod);
        lastCounter = first.counter();
        lastSeq = first.message().seq();
        lastTs = first.message().tsMillis();
        lastPeriod = usedPeriod;
    }

    private void messages(List<CountedMessage> block, long period, TsPrediction prediction) {
        for (int i = 1; i < block.size(); i++) {
            CountedMessage before = block.get(i - 1);
            CountedMessage now = block.get(i);
            messages.addCounter(now.counter() - before.counter() - 1);
            messages.addSeq(now.message().seq() - before.message().seq() - 1);
            DeviceMessage from =
                    prediction == TsPrediction.TS_FROM_FIRST ? block.get(0).message() : before.message();
            messages.addTs(Cadence.residual(from, now.message(), period));
        }
    }

    /** {@code lastSeq} is this block's first seq, or of the last block that had messages. */
    private void carry(int block, @Nullable LedgerCarry carry) {
        if (carry != null) {
            carried.set(block);
            out.addCarryNewBefore(carry.newBefore() - (lastSeq - 1));
            out.addCarryNewXor(carry.newXorBefore());
        }
    }
}
