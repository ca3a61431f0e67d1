package io.sluice.model.batch;

import io.sluice.model.batch.proto.TsPrediction;
import io.sluice.model.message.DeviceMessage;
import java.util.Arrays;
import java.util.List;

/** How a device's ts follows from its seq. */
final class Cadence {
    private Cadence() {}

    /** The median of the milliseconds per seq from message to message; 0 where there is no step. */
    static long period(List<CountedMessage> messages) {
        long[] steps = new long[Math.max(0, messages.size() - 1)];
        int n = 0;
        for (int i = 1; i < messages.size(); i++) {
            DeviceMessage before = messages.get(i - 1).message();
            DeviceMessage now = messages.get(i).message();
            long seqs = now.seq() - before.seq();
            if (seqs != 0) {
                steps[n++] = (now.tsMillis() - before.tsMillis()) / seqs;
            }
        }
        Arrays.sort(steps, 0, n);
        return n == 0 ? 0 : steps[n / 2];
    }

    static long residual(DeviceMessage from, DeviceMessage message, long period) {
        return message.tsMillis() - from.tsMillis() - (message.seq() - from.seq()) * period;
    }

    /** From the first where the jitter does not add up, from the one before where the clocks drift. */
    static TsPrediction cheaper(List<DeviceBlock> blocks, long[] periods) {
        long fromFirst = 0;
        long fromPrevious = 0;
        for (int b = 0; b < blocks.size(); b++) {
            List<CountedMessage> messages = blocks.get(b).messages();
            for (int i = 1; i < messages.size(); i++) {
                DeviceMessage now = messages.get(i).message();
                fromFirst += DecimalColumn.bitsOf(residual(messages.get(0).message(), now, periods[b]));
                fromPrevious +=
                        DecimalColumn.bitsOf(residual(messages.get(i - 1).message(), now, periods[b]));
            }
        }
        return fromFirst <= fromPrevious ? TsPrediction.TS_FROM_FIRST : TsPrediction.TS_FROM_PREVIOUS;
    }
}
