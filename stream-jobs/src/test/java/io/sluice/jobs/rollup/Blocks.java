package io.sluice.jobs.rollup;

import io.sluice.model.batch.CountedMessage;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.LedgerCarry;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.IdentityMix;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.message.ReadingKind;
import java.util.ArrayList;
import java.util.List;

/** Builds blocks as ingest writes them: the carry goes on from block to block of an epoch. */
final class Blocks {
    static final DeviceId PUMP = DeviceId.of("plant-1", "pump-7");
    static final String EPOCH = "b7f3";

    private final DeviceId device;
    private final String epoch;
    private long nextSeq = 1;
    private long newBefore;
    private long newXorBefore;

    Blocks(DeviceId device, String epoch) {
        this.device = device;
        this.epoch = epoch;
    }

    static Blocks ofPump() {
        return new Blocks(PUMP, EPOCH);
    }

    /** One message with metric "t" at each time, the value being the time's seconds. */
    ReadingBlock at(long... times) {
        List<DeviceMessage> messages = new ArrayList<>();
        for (long time : times) {
            messages.add(message(time, "t", time / 1000.0));
        }
        return block(messages);
    }

    DeviceMessage message(long tsMillis, String metric, double value) {
        return new DeviceMessage(
                device,
                epoch,
                nextSeq++,
                tsMillis,
                Provenance.DEVICE,
                new String[] {metric},
                new ReadingKind[] {ReadingKind.NUMBER},
                new double[] {value},
                null);
    }

    /** Metrics "m0", "m1", … from one number on, each with its number as value. */
    DeviceMessage metrics(long tsMillis, int from, int count) {
        String[] metrics = new String[count];
        ReadingKind[] kinds = new ReadingKind[count];
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            metrics[i] = "m" + (from + i);
            kinds[i] = ReadingKind.NUMBER;
            numbers[i] = from + i;
        }
        return new DeviceMessage(device, epoch, nextSeq++, tsMillis, Provenance.DEVICE, metrics, kinds, numbers, null);
    }

    DeviceMessage text(long tsMillis, String metric, String value) {
        return new DeviceMessage(
                device,
                epoch,
                nextSeq++,
                tsMillis,
                Provenance.DEVICE,
                new String[] {metric},
                new ReadingKind[] {ReadingKind.TEXT},
                new double[1],
                new String[] {value});
    }

    ReadingBlock block(List<DeviceMessage> messages) {
        LedgerCarry carry = new LedgerCarry(newBefore, newXorBefore);
        List<CountedMessage> counted = new ArrayList<>();
        for (DeviceMessage message : messages) {
            counted.add(new CountedMessage(newBefore, message));
            newBefore++;
            newXorBefore ^= mix(message);
        }
        return new ReadingBlock("spool-a", new DeviceBlock(device, epoch, carry, counted));
    }

    static long mix(DeviceMessage message) {
        return IdentityMix.mix(IdentityMix.seed(message.device(), message.epoch()), message.seq());
    }
}
