package io.sluice.ingest.screen;

import io.sluice.ingest.TestMessages;
import io.sluice.model.batch.CountedMessage;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.RejectedMessage;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.SeqRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A spool full of what devices and networks do, batched, and batched again otherwise after each crash. */
final class RandomFleet {
    private static final int MESSAGES = 1_500;
    private static final List<DeviceId> DEVICES =
            List.of(DeviceId.of("s", "a"), DeviceId.of("s", "b"), DeviceId.of("t", "a"));

    private final Random random;
    /** By counter; a DeviceMessage or a RejectedMessage. */
    private final List<Object> spool = new ArrayList<>();

    RandomFleet(long seed) {
        this.random = new Random(seed);
        Map<String, Long> highest = new LinkedHashMap<>();
        while (spool.size() < MESSAGES) {
            DeviceId device = DEVICES.get(random.nextInt(DEVICES.size()));
            String epoch = random.nextInt(3) == 0 ? "boot-2" : "boot-1";
            long top = highest.merge(device + epoch, 1L, Long::sum);
            append(device, epoch, top);
        }
    }

    private void append(DeviceId device, String epoch, long top) {
        long earlier = 1 + (long) random.nextInt((int) top);
        switch (random.nextInt(12)) {
            case 0 -> {
                // Lost before the gateway.
            }
            case 1 -> spool.add(good(device, epoch, earlier));
            case 2 -> spool.add(TestMessages.messageOf(device, epoch, earlier, -1));
            case 3 -> spool.add(bad(device, epoch, earlier));
            case 4 -> spool.add(bad(device, epoch, top));
            case 5 -> spool.add(Math.max(0, spool.size() - 3), good(device, epoch, top));
            default -> spool.add(good(device, epoch, top));
        }
    }

    private static DeviceMessage good(DeviceId device, String epoch, long seq) {
        return TestMessages.messageOf(device, epoch, seq, seq * 0.5);
    }

    private static RejectedMessage bad(DeviceId device, String epoch, long seq) {
        List<SeqRef> readable = List.of(new SeqRef(epoch, seq), new SeqRef(epoch, seq + 1));
        return new RejectedMessage(0, RejectReason.NO_VALUES, "", device, readable, "t", new byte[0], TestMessages.TS);
    }

    int size() {
        return spool.size();
    }

    /** The spool's records as batches of any size, some of them sent again from an earlier counter on. */
    List<TelemetryBatch> batches() {
        List<TelemetryBatch> batches = new ArrayList<>();
        int from = 0;
        while (from < spool.size()) {
            int to = Math.min(spool.size(), from + 1 + random.nextInt(40));
            batches.add(batch(from, to));
            from = random.nextInt(10) == 0 ? Math.max(0, to - random.nextInt(100)) : to;
        }
        return batches;
    }

    private TelemetryBatch batch(int from, int to) {
        Map<String, List<CountedMessage>> blocks = new LinkedHashMap<>();
        List<RejectedMessage> rejected = new ArrayList<>();
        for (int counter = from; counter < to; counter++) {
            if (spool.get(counter) instanceof DeviceMessage message) {
                blocks.computeIfAbsent(message.device() + "|" + message.epoch(), key -> new ArrayList<>())
                        .add(new CountedMessage(counter, message));
            } else if (spool.get(counter) instanceof RejectedMessage message) {
                rejected.add(withCounter(counter, message));
            }
        }
        List<DeviceBlock> list = blocks.values().stream()
                .map(messages -> new DeviceBlock(
                        messages.get(0).message().device(),
                        messages.get(0).message().epoch(),
                        null,
                        messages))
                .toList();
        return new TelemetryBatch(TestMessages.SPOOL, list, rejected);
    }

    private static RejectedMessage withCounter(long counter, RejectedMessage message) {
        return new RejectedMessage(
                counter,
                message.reason(),
                message.detail(),
                message.device(),
                message.readable(),
                message.topic(),
                message.payload(),
                message.atMillis());
    }
}
