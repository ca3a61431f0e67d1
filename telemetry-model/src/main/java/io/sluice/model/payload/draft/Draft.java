package io.sluice.model.payload.draft;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.message.ReadingKind;
import io.sluice.model.message.StoredBound;
import io.sluice.model.payload.rejection.Fault;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.rejection.SeqRef;
import io.sluice.model.payload.rejection.Shown;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message while it is read: what the device sent, before the gateway adds what it did not. The bounds on readings are
 * held here for all formats: their number, finite numbers, the length of texts, and that a metric stands once; what
 * breaks one is thrown as a {@link RejectionException}. One use, one thread.
 */
public final class Draft {
    static final int MAX_TEXT_LENGTH = 1024;
    /** From here on looking through a message's metrics for each further one costs more than a set of them. */
    private static final int SCANNED = 16;

    private final int maxReadings;

    private @Nullable Long tsMillis;
    private @Nullable String epoch;
    private @Nullable Long seq;
    private int size;
    private String[] metrics;
    private ReadingKind[] kinds;
    private double[] numbers;
    private @Nullable String @Nullable [] texts;
    private @Nullable Set<String> many;

    /** @param room for so many readings, at least one, before it has to grow */
    Draft(int maxReadings, int room) {
        this.maxReadings = maxReadings;
        this.metrics = new String[room];
        this.kinds = new ReadingKind[room];
        this.numbers = new double[room];
    }

    public boolean hasTs() {
        return tsMillis != null;
    }

    public boolean hasEpoch() {
        return epoch != null;
    }

    public boolean hasSeq() {
        return seq != null;
    }

    /** Null for what was not sent; so for epoch and seq. */
    public void ts(@Nullable Long sentMillis) {
        tsMillis = sentMillis;
    }

    public void epoch(@Nullable String sent) {
        epoch = sent;
    }

    public void seq(@Nullable Long sent) {
        seq = sent;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** @throws RejectionException NO_VALUES */
    public void requireReading() {
        if (isEmpty()) {
            throw new RejectionException(
                    RejectReason.NO_VALUES, "message must hold at least one value that is not null, was none");
        }
    }

    public void number(String metric, double value) {
        if (!Double.isFinite(value)) {
            throw Fault.notFinite(metric, Double.toString(value));
        }
        add(metric, ReadingKind.NUMBER, value);
    }

    public void flag(String metric, boolean value) {
        add(metric, ReadingKind.BOOLEAN, value ? 1 : 0);
    }

    public void text(String metric, String value) {
        checkText(metric, value);
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
        Fault.refuseIf(isKnown(metric), metric);
        if (size == metrics.length) {
            grow();
        }
        metrics[size] = metric;
        kinds[size] = kind;
        numbers[size++] = number;
    }

    private boolean isKnown(String metric) {
        if (size < SCANNED) {
            for (int i = 0; i < size; i++) {
                if (metrics[i].equals(metric)) {
                    return true;
                }
            }
            return false;
        }
        Set<String> known = many;
        if (known == null) {
            known = new HashSet<>(Arrays.asList(metrics).subList(0, size));
            many = known;
        }
        return !known.add(metric);
    }

    private static void checkText(String metric, String text) {
        if (text.length() > MAX_TEXT_LENGTH) {
            throw new RejectionException(
                    RejectReason.TOO_LARGE,
                    "text of " + Shown.text(metric) + " must have <= " + MAX_TEXT_LENGTH + " characters, had "
                            + text.length());
        }
        if (hasUnpairedSurrogate(text)) {
            throw new RejectionException(
                    RejectReason.INVALID_VALUE,
                    "text of " + Shown.text(metric) + " must be valid Unicode, was " + Shown.text(text));
        }
    }

    private static boolean hasUnpairedSurrogate(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                return true;
            }
        }
        return false;
    }

    private void grow() {
        resize(size * 2);
    }

    private void resize(int length) {
        metrics = Arrays.copyOf(metrics, length);
        kinds = Arrays.copyOf(kinds, length);
        numbers = Arrays.copyOf(numbers, length);
        texts = texts == null ? null : Arrays.copyOf(texts, length);
    }

    /** What the finished message takes at most where it is stored, in bytes. */
    public long storedBound() {
        long bound = StoredBound.WITHOUT_READINGS;
        for (int i = 0; i < size; i++) {
            bound += StoredBound.ofReading(metrics[i], texts == null ? null : texts[i]);
        }
        return bound;
    }

    /** The identity that the device sent, null where it sent none. */
    @Nullable
    public SeqRef sentRef() {
        IdentityStamper.Identity sent = sentIdentity();
        return sent == null ? null : new SeqRef(sent.epoch(), sent.seq());
    }

    /** Hands its readings over; called once. */
    public DeviceMessage finish(DeviceId device, IdentityStamper stamper, long nowMillis) {
        if (size != metrics.length) {
            resize(size);
        }
        Long sentTs = tsMillis;
        IdentityStamper.Identity sent = sentIdentity();
        IdentityStamper.Identity identity = sent == null ? stamper.next(device) : sent;
        return new DeviceMessage(
                device,
                identity.epoch(),
                identity.seq(),
                sentTs == null ? nowMillis : sentTs,
                new Provenance(sent == null, sentTs == null),
                metrics,
                kinds,
                numbers,
                texts);
    }

    private IdentityStamper.@Nullable Identity sentIdentity() {
        String sentEpoch = epoch;
        Long sentSeq = seq;
        return sentEpoch == null || sentSeq == null ? null : new IdentityStamper.Identity(sentEpoch, sentSeq);
    }
}
