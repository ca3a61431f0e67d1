package io.sluice.model.message;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.IdentityMix;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a device published for one instant: (device, epoch, seq) at ts, with one value per metric. Immutable; the
 * readings lie in parallel arrays, so that a message costs a handful of objects however many readings it has. The
 * arrays are handed over at construction and not copied.
 */
public final class DeviceMessage {
    public static final long MAX_SEQ = (1L << 53) - 1;

    private final DeviceId device;
    private final String epoch;
    private final long seq;
    private final long tsMillis;
    private final Provenance provenance;
    private final String[] metrics;
    private final ReadingKind[] kinds;
    private final double[] numbers;
    private final @Nullable String @Nullable [] texts;

    /**
     * @param metrics distinct metric names
     * @param numbers finite; booleans as 0 and 1; ignored where the kind is TEXT
     * @param texts null where no reading is TEXT
     */
    public DeviceMessage(
            DeviceId device,
            String epoch,
            long seq,
            long tsMillis,
            Provenance provenance,
            String[] metrics,
            ReadingKind[] kinds,
            double[] numbers,
            @Nullable String @Nullable [] texts) {
        if (seq < 1 || seq > MAX_SEQ) {
            throw new IllegalArgumentException("seq must be 1 to 2^53 - 1, was " + seq);
        }
        if (metrics.length != kinds.length || metrics.length != numbers.length) {
            throw new IllegalArgumentException("metrics, kinds and numbers must have one length, were " + metrics.length
                    + ", " + kinds.length + ", " + numbers.length);
        }
        this.device = device;
        this.epoch = epoch;
        this.seq = seq;
        this.tsMillis = tsMillis;
        this.provenance = provenance;
        this.metrics = metrics;
        this.kinds = kinds;
        this.numbers = numbers;
        this.texts = texts;
    }

    DeviceMessage with(Provenance other) {
        return new DeviceMessage(device, epoch, seq, tsMillis, other, metrics, kinds, numbers, texts);
    }

    public DeviceId device() {
        return device;
    }

    public String epoch() {
        return epoch;
    }

    public long seq() {
        return seq;
    }

    public long tsMillis() {
        return tsMillis;
    }

    public Provenance provenance() {
        return provenance;
    }

    /** Number of readings. */
    public int size() {
        return metrics.length;
    }

    public String metric(int i) {
        return metrics[i];
    }

    public ReadingKind kind(int i) {
        return kinds[i];
    }

    /** The value; 0 or 1 for a BOOLEAN, unspecified for TEXT. */
    public double number(int i) {
        return numbers[i];
    }

    /** The value of a TEXT reading, null for the other kinds. */
    public @Nullable String text(int i) {
        return texts == null ? null : texts[i];
    }

    /** What it takes at most in the spool, or alone in a batch, in bytes; see {@link StoredBound}. */
    public long storedBound() {
        long bound = StoredBound.WITHOUT_READINGS;
        for (int i = 0; i < metrics.length; i++) {
            bound += StoredBound.ofReading(metrics[i], text(i));
        }
        return bound;
    }

    /**
     * A 64-bit hash of ts and readings, whatever the order of the metrics: two messages of one identity with different
     * hashes are a conflict, with equal ones duplicates. A ts that the gateway stamped is not content: each copy of the
     * message would get another.
     */
    public long contentHash() {
        long sum = 0;
        for (int i = 0; i < metrics.length; i++) {
            long value = kinds[i] == ReadingKind.TEXT
                    ? hashOf(Objects.requireNonNull(text(i)))
                    : Double.doubleToLongBits(numbers[i] + 0.0); // + 0.0: -0 and 0 are one value
            sum += IdentityMix.mix(hashOf(metrics[i]) + kinds[i].ordinal(), value);
        }
        return IdentityMix.mix(sum, provenance.timeStamped() ? 0 : tsMillis);
    }

    private static long hashOf(String text) {
        long h = text.length();
        for (int i = 0; i < text.length(); i++) {
            h = h * 0x100000001b3L + text.charAt(i);
        }
        return h;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DeviceMessage that
                && device.equals(that.device)
                && epoch.equals(that.epoch)
                && seq == that.seq
                && tsMillis == that.tsMillis
                && provenance.equals(that.provenance)
                && Arrays.equals(metrics, that.metrics)
                && Arrays.equals(kinds, that.kinds)
                && Arrays.equals(numbers, that.numbers)
                && sameTexts(that);
    }

    private boolean sameTexts(DeviceMessage that) {
        for (int i = 0; i < metrics.length; i++) {
            if (!Objects.equals(text(i), that.text(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return Objects.hash(device, epoch, seq, tsMillis);
    }

    @Override
    public String toString() {
        return device + " " + epoch + "#" + seq + " @" + tsMillis + " " + Arrays.toString(metrics)
                + Arrays.toString(numbers);
    }
}
