package io.sluice.model.batch;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.message.Publish;
import io.sluice.model.message.ReadingKind;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.SeqRef;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Batches of every kind of value, order and gap, from a seed. */
final class RandomBatches {
    private static final String[] METRICS = {"temperature", "rpm", "running", "mode", "Volume Flow RateRMS", "µ/s"};
    private static final double[] ODD = {
        -0.0,
        0.0,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.MIN_NORMAL,
        1.0 / 3,
        0.1 + 0.2,
        9007199254740992.0,
        9007199254740993.0,
        1e22,
        1e23,
        5.827000141143799,
        572.666666666667,
        123456789.123456789
    };

    private final SplittableRandom random;
    private long counter;

    RandomBatches(long seed) {
        random = new SplittableRandom(seed);
    }

    TelemetryBatch next() {
        counter = random.nextInt(3) == 0 ? 0 : random.nextLong(1L << 40);
        List<DeviceBlock> blocks = new ArrayList<>();
        for (int b = random.nextInt(12); b > 0; b--) {
            blocks.add(block());
        }
        List<RejectedMessage> rejected = new ArrayList<>();
        for (int r = random.nextInt(3); r > 0; r--) {
            rejected.add(rejected());
        }
        List<DeviceDeath> deaths = new ArrayList<>();
        for (int d = random.nextInt(3); d > 0; d--) {
            DeviceId device = DeviceId.of("site-" + random.nextInt(3), "device-" + random.nextInt(40));
            deaths.add(new DeviceDeath(device, random.nextLong(1L << 40), random.nextLong()));
        }
        return new TelemetryBatch("spool-" + random.nextInt(3), blocks, rejected, deaths);
    }

    private DeviceBlock block() {
        DeviceId device = DeviceId.of("site-" + random.nextInt(3), "device-" + random.nextInt(40));
        String epoch = "e" + random.nextInt(4);
        LedgerCarry carry = random.nextBoolean() ? new LedgerCarry(random.nextLong(1L << 40), random.nextLong()) : null;
        List<CountedMessage> messages = new ArrayList<>();
        long seq = 1 + random.nextLong(random.nextBoolean() ? 5 : DeviceMessage.MAX_SEQ - 1000);
        long ts = random.nextInt(10) == 0 ? random.nextLong() : 1_732_412_345_678L + random.nextInt(100_000);
        int pattern = random.nextInt(METRICS.length);
        Publish publish = null;
        for (int i = random.nextInt(30); i > 0; i--) {
            if (carry == null && random.nextInt(5) == 0) {
                publish = random.nextBoolean() ? new Publish(random.nextLong(), counter) : null;
            }
            messages.add(new CountedMessage(counter, message(device, epoch, seq, ts, publish, pattern)));
            counter += 1 + (random.nextInt(4) == 0 ? random.nextInt(1000) : 0);
            seq = Math.max(1, seq + (random.nextInt(5) == 0 ? random.nextInt(-3, 8) : 1));
            ts += 1000 + random.nextInt(-20, 20);
        }
        return new DeviceBlock(device, epoch, carry, messages);
    }

    private DeviceMessage message(
            DeviceId device, String epoch, long seq, long ts, @Nullable Publish publish, int pattern) {
        int size = random.nextInt(6) == 0 ? random.nextInt(METRICS.length + 1) : pattern;
        String[] metrics = new String[size];
        ReadingKind[] kinds = new ReadingKind[size];
        double[] numbers = new double[size];
        String[] texts = new String[size];
        boolean anyText = false;
        for (int i = 0; i < size; i++) {
            metrics[i] = METRICS[(i + pattern) % METRICS.length];
            kinds[i] = i == 2 ? ReadingKind.BOOLEAN : i == 3 ? ReadingKind.TEXT : ReadingKind.NUMBER;
            switch (kinds[i]) {
                case NUMBER -> numbers[i] = number(i, seq);
                case BOOLEAN -> numbers[i] = random.nextInt(2);
                case TEXT -> {
                    texts[i] = random.nextInt(3) == 0 ? "" : "mode " + random.nextInt(5) + " ü\n";
                    anyText = true;
                }
            }
        }
        Provenance provenance = new Provenance(random.nextInt(20) == 0, random.nextInt(20) == 0, publish);
        return new DeviceMessage(device, epoch, seq, ts, provenance, metrics, kinds, numbers, anyText ? texts : null);
    }

    private double number(int column, long seq) {
        if (random.nextInt(20) == 0) {
            return ODD[random.nextInt(ODD.length)];
        }
        return switch (column) {
            case 0 -> Math.round(random.nextDouble(-500, 500)) / 100.0;
            case 1 -> seq * 2.0;
            case 4 -> (float) random.nextDouble();
            default -> finite(random.nextLong());
        };
    }

    private static double finite(long bits) {
        double value = Double.longBitsToDouble(bits);
        return Double.isFinite(value) ? value : 1;
    }

    private RejectedMessage rejected() {
        byte[] payload = new byte[random.nextInt(40)];
        random.nextBytes(payload);
        return new RejectedMessage(
                counter++,
                RejectReason.values()[random.nextInt(RejectReason.values().length)],
                "payload must be JSON, was '\\u0000'",
                random.nextBoolean() ? DeviceId.of("s", "d") : null,
                random.nextBoolean() ? List.of(new SeqRef("e", 7), new SeqRef("e", 8)) : List.of(),
                "telemetry/s/d",
                payload,
                1_732_412_345_678L);
    }
}
