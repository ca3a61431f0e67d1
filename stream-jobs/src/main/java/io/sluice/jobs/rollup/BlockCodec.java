package io.sluice.jobs.rollup;

import io.sluice.model.batch.CountedMessage;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.LedgerCarry;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.message.ReadingKind;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A block on its way between two threads of the job: plain and fast, never kept. Metric names and kinds are written
 * when they differ from those of the message before.
 */
public final class BlockCodec {
    private static final ReadingKind[] KINDS = ReadingKind.values();

    private BlockCodec() {}

    public static void write(ReadingBlock reading, DataOutput out) throws IOException {
        DeviceBlock block = reading.block();
        out.writeUTF(reading.spool());
        out.writeUTF(block.device().site());
        out.writeUTF(block.device().device());
        out.writeUTF(block.epoch());
        LedgerCarry carry = block.carry();
        out.writeBoolean(carry != null);
        if (carry != null) {
            out.writeLong(carry.newBefore());
            out.writeLong(carry.newXorBefore());
        }
        out.writeInt(block.messages().size());
        DeviceMessage last = null;
        for (CountedMessage counted : block.messages()) {
            writeMessage(counted, last, out);
            last = counted.message();
        }
    }

    public static ReadingBlock read(DataInput in) throws IOException {
        String spool = in.readUTF();
        DeviceId device = DeviceId.of(in.readUTF(), in.readUTF());
        String epoch = in.readUTF();
        LedgerCarry carry = in.readBoolean() ? new LedgerCarry(in.readLong(), in.readLong()) : null;
        int size = in.readInt();
        List<CountedMessage> messages = new ArrayList<>(size);
        Columns columns = new Columns(new String[0], new ReadingKind[0], false);
        for (int i = 0; i < size; i++) {
            long counter = in.readLong();
            long seq = in.readLong();
            long tsMillis = in.readLong();
            Provenance provenance = provenance(in.readUnsignedByte());
            if (in.readBoolean()) {
                columns = readColumns(in);
            }
            double[] numbers = new double[columns.metrics.length];
            for (int j = 0; j < numbers.length; j++) {
                numbers[j] = in.readDouble();
            }
            messages.add(new CountedMessage(
                    counter,
                    new DeviceMessage(
                            device,
                            epoch,
                            seq,
                            tsMillis,
                            provenance,
                            columns.metrics,
                            columns.kinds,
                            numbers,
                            columns.hasText ? readTexts(columns, in) : null)));
        }
        return new ReadingBlock(spool, new DeviceBlock(device, epoch, carry, messages));
    }

    /** Shared by the messages that follow one another with the same metrics. */
    private record Columns(String[] metrics, ReadingKind[] kinds, boolean hasText) {}

    private static void writeMessage(CountedMessage counted, @Nullable DeviceMessage last, DataOutput out)
            throws IOException {
        DeviceMessage message = counted.message();
        out.writeLong(counted.counter());
        out.writeLong(message.seq());
        out.writeLong(message.tsMillis());
        out.writeByte((message.provenance().identityStamped() ? 1 : 0)
                | (message.provenance().timeStamped() ? 2 : 0));
        boolean newColumns = last == null || !sameColumns(message, last);
        out.writeBoolean(newColumns);
        if (newColumns) {
            writeColumns(message, out);
        }
        for (int i = 0; i < message.size(); i++) {
            out.writeDouble(message.number(i));
        }
        for (int i = 0; i < message.size(); i++) {
            if (message.kind(i) == ReadingKind.TEXT) {
                writeText(Objects.requireNonNull(message.text(i)), out);
            }
        }
    }

    private static boolean sameColumns(DeviceMessage message, DeviceMessage last) {
        if (message.size() != last.size()) {
            return false;
        }
        for (int i = 0; i < message.size(); i++) {
            if (message.kind(i) != last.kind(i) || !message.metric(i).equals(last.metric(i))) {
                return false;
            }
        }
        return true;
    }

    private static void writeColumns(DeviceMessage message, DataOutput out) throws IOException {
        out.writeShort(message.size());
        for (int i = 0; i < message.size(); i++) {
            out.writeByte(message.kind(i).ordinal());
            out.writeUTF(message.metric(i));
        }
    }

    private static Columns readColumns(DataInput in) throws IOException {
        int size = in.readUnsignedShort();
        String[] metrics = new String[size];
        ReadingKind[] kinds = new ReadingKind[size];
        boolean hasText = false;
        for (int i = 0; i < size; i++) {
            kinds[i] = KINDS[in.readUnsignedByte()];
            metrics[i] = in.readUTF();
            hasText |= kinds[i] == ReadingKind.TEXT;
        }
        return new Columns(metrics, kinds, hasText);
    }

    /** Not as UTF: a text may be longer than that can say. */
    private static void writeText(String text, DataOutput out) throws IOException {
        out.writeInt(text.length());
        out.writeChars(text);
    }

    private static @Nullable String[] readTexts(Columns columns, DataInput in) throws IOException {
        @Nullable String[] texts = new String[columns.kinds.length];
        for (int i = 0; i < texts.length; i++) {
            if (columns.kinds[i] == ReadingKind.TEXT) {
                char[] chars = new char[in.readInt()];
                for (int j = 0; j < chars.length; j++) {
                    chars[j] = in.readChar();
                }
                texts[i] = new String(chars);
            }
        }
        return texts;
    }

    private static Provenance provenance(int flags) {
        return flags == 0 ? Provenance.DEVICE : new Provenance((flags & 1) != 0, (flags & 2) != 0);
    }
}
