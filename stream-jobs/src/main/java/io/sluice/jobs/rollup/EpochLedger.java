package io.sluice.jobs.rollup;

import io.sluice.model.batch.LedgerCarry;
import io.sluice.model.ledger.proto.DeviceCounted;
import io.sluice.model.rollup.Tier;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * What the jobs have read and counted of one device and epoch. The position comes from ingest's own count, carried by
 * each block; counted and late are added up here. So a block lost on the way leaves position ahead of their sum.
 */
final class EpochLedger {
    private static final Tier[] TIERS = Tier.values();

    /** Of the bytes of a row by itself. */
    private static final int VERSION = 1;

    final String epoch;
    private long position;
    private long positionXor;
    private long counted;
    private long countedXor;
    private long late;
    private long lateXor;
    private final long[] lateByTier = new long[TIERS.length];
    private long readingsCounted;
    private long readingsLate;
    private boolean changed;

    EpochLedger(String epoch) {
        this.epoch = epoch;
    }

    /** What came before the first block that a rebuild has found was counted in the generation before. */
    void beginBehind(LedgerCarry carry) {
        counted = carry.newBefore();
        countedXor = carry.newXorBefore();
    }

    /** A block without a carry goes on from where the last one ended. */
    void enter(@Nullable LedgerCarry carry) {
        if (carry != null) {
            position = carry.newBefore();
            positionXor = carry.newXorBefore();
        }
        changed = true;
    }

    /**
     * One message of the block.
     *
     * @param missed how many tiers could not take it, the finest first; all of them makes it late
     */
    void message(long mix, int readings, int missed) {
        position++;
        positionXor ^= mix;
        for (int i = 0; i < missed; i++) {
            lateByTier[i]++;
        }
        if (missed == TIERS.length) {
            late++;
            lateXor ^= mix;
            readingsLate += readings;
        } else {
            counted++;
            countedXor ^= mix;
            readingsCounted += readings;
        }
    }

    boolean isChanged() {
        return changed;
    }

    void published() {
        changed = false;
    }

    DeviceCounted.Builder toFact() {
        DeviceCounted.Builder fact = DeviceCounted.newBuilder()
                .setEpoch(epoch)
                .setPosition(position)
                .setPositionXor(positionXor)
                .setCounted(counted)
                .setCountedXor(countedXor)
                .setLate(late)
                .setLateXor(lateXor)
                .setReadingsCounted(readingsCounted)
                .setReadingsLate(readingsLate);
        for (Tier tier : TIERS) {
            if (lateByTier[tier.ordinal()] > 0) {
                fact.putLateByTier(tier.label(), lateByTier[tier.ordinal()]);
            }
        }
        return fact;
    }

    EpochLedger copy() {
        EpochLedger copy = new EpochLedger(epoch);
        copy.position = position;
        copy.positionXor = positionXor;
        copy.counted = counted;
        copy.countedXor = countedXor;
        copy.late = late;
        copy.lateXor = lateXor;
        System.arraycopy(lateByTier, 0, copy.lateByTier, 0, TIERS.length);
        copy.readingsCounted = readingsCounted;
        copy.readingsLate = readingsLate;
        copy.changed = changed;
        return copy;
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            out.writeByte(VERSION);
            write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("an array must take bytes, did not", e);
        }
        return bytes.toByteArray();
    }

    static EpochLedger fromBytes(byte[] bytes) {
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IOException("version of an epoch's row must be " + VERSION + ", was " + version);
            }
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("a shelved row must be readable, was not", e);
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(epoch);
        out.writeLong(position);
        out.writeLong(positionXor);
        out.writeLong(counted);
        out.writeLong(countedXor);
        out.writeLong(late);
        out.writeLong(lateXor);
        for (long missed : lateByTier) {
            out.writeLong(missed);
        }
        out.writeLong(readingsCounted);
        out.writeLong(readingsLate);
        out.writeBoolean(changed);
    }

    static EpochLedger read(DataInput in) throws IOException {
        EpochLedger row = new EpochLedger(in.readUTF());
        row.position = in.readLong();
        row.positionXor = in.readLong();
        row.counted = in.readLong();
        row.countedXor = in.readLong();
        row.late = in.readLong();
        row.lateXor = in.readLong();
        for (int i = 0; i < TIERS.length; i++) {
            row.lateByTier[i] = in.readLong();
        }
        row.readingsCounted = in.readLong();
        row.readingsLate = in.readLong();
        row.changed = in.readBoolean();
        return row;
    }
}
