package io.sluice.model.payload;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.message.ReadingKind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A message while it is read: what the device sent, before the gateway adds what it did not. */
final class Draft {
    private final int maxReadings;

    @Nullable
    Long tsMillis;

    @Nullable
    String epoch;

    @Nullable
    Long seq;

    private int size;
    private String[] metrics = new String[8];
    private ReadingKind[] kinds = new ReadingKind[8];
    private double[] numbers = new double[8];
    private @Nullable String @Nullable [] texts;

    Draft(int maxReadings) {
        this.maxReadings = maxReadings;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void number(String metric, double value) {
        add(metric, ReadingKind.NUMBER, value);
    }

    void flag(String metric, boolean value) {
        add(metric, ReadingKind.BOOLEAN, value ? 1 : 0);
    }

    void text(String metric, String value) {
        add(metric, ReadingKind.TEXT, 0);
        if (texts == null) {
            texts = new String[metrics.length];
        }
        texts[size - 1] = value;
    }

    private void add(String metric, ReadingKind kind, double number) {
        if (size == maxReadings) {
            throw new RejectionException(
                    RejectReason.TOO_MANY_READINGS,
                    "readings of a message must be <= " + maxReadings + ", were more at metric " + Shown.text(metric));
        }
        if (size == metrics.length) {
            grow();
        }
        metrics[size] = metric;
        kinds[size] = kind;
        numbers[size++] = number;
    }

    private void grow() {
        int length = size * 2;
        metrics = Arrays.copyOf(metrics, length);
        kinds = Arrays.copyOf(kinds, length);
        numbers = Arrays.copyOf(numbers, length);
        texts = texts == null ? null : Arrays.copyOf(texts, length);
    }

    DeviceMessage finish(DeviceId device, IdentityStamper stamper, long nowMillis) {
        Long sentTs = tsMillis;
        IdentityStamper.Identity sent = sentIdentity();
        IdentityStamper.Identity identity = sent == null ? stamper.next(device) : sent;
        return new DeviceMessage(
                device,
                identity.epoch(),
                identity.seq(),
                sentTs == null ? nowMillis : sentTs,
                new Provenance(sent == null, sentTs == null),
                Arrays.copyOf(metrics, size),
                Arrays.copyOf(kinds, size),
                Arrays.copyOf(numbers, size),
                texts == null ? null : Arrays.copyOf(texts, size));
    }

    private IdentityStamper.@Nullable Identity sentIdentity() {
        String sentEpoch = epoch;
        Long sentSeq = seq;
        return sentEpoch == null || sentSeq == null ? null : new IdentityStamper.Identity(sentEpoch, sentSeq);
    }
}
