package io.sluice.gateway.spool;

import io.sluice.model.batch.RejectedMessage;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.message.Publish;
import io.sluice.model.message.ReadingKind;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.SeqRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The mirror of {@link RecordEncoder}. Not thread-safe. */
final class RecordDecoder {
    private static final Provenance[] PROVENANCES = {
        Provenance.DEVICE, new Provenance(true, false), new Provenance(false, true), new Provenance(true, true)
    };

    private final TextPool pool = new TextPool();
    private final RecordInput in = new RecordInput(pool);

    SpoolRecord decode(byte[] bytes, int offset, int length) throws CorruptSpoolException {
        in.over(bytes, offset, length);
        try {
            SpoolRecord record = record();
            if (!in.isAtEnd()) {
                throw new CorruptSpoolException("record must end with its content, had more bytes");
            }
            return record;
        } catch (IllegalArgumentException e) {
            throw new CorruptSpoolException("record must hold valid values: " + e.getMessage());
        }
    }

    private SpoolRecord record() throws CorruptSpoolException {
        int version = in.getByte();
        if (version != RecordEncoder.VERSION) {
            throw new CorruptSpoolException("record version must be " + RecordEncoder.VERSION + ", was " + version);
        }
        int kind = in.getByte();
        Exchange opens = null;
        if ((kind & RecordEncoder.OPENS) != 0) {
            kind -= RecordEncoder.OPENS;
            opens = exchange(2);
        } else if ((kind & RecordEncoder.OPENS_QOS_1) != 0) {
            kind -= RecordEncoder.OPENS_QOS_1;
            opens = exchange(1);
        }
        long will = 0;
        if ((kind & RecordEncoder.OF_WILL) != 0) {
            kind -= RecordEncoder.OF_WILL;
            will = in.getLong();
        }
        int partition = (int) in.getVarint();
        long counter = in.getVarint();
        long atMillis = in.getLong();
        return switch (kind) {
            case RecordEncoder.KIND_MESSAGES -> messages(partition, counter, atMillis, opens, will);
            case RecordEncoder.KIND_REJECTED ->
                new SpoolRecord.Rejected(partition, atMillis, rejected(counter, atMillis), opens, will);
            case RecordEncoder.KIND_DEATH ->
                new SpoolRecord.Death(
                        partition, counter, atMillis, pool.device(in.getPooledText(), in.getPooledText()), will);
            case RecordEncoder.KIND_RELEASED -> new SpoolRecord.Released(atMillis, exchange(2));
            case RecordEncoder.KIND_SESSION_ENDED -> new SpoolRecord.SessionEnded(atMillis, in.getText());
            case RecordEncoder.KIND_WILL_LEFT -> new SpoolRecord.WillLeft(atMillis, WillCodec.get(in));
            case RecordEncoder.KIND_WILL_ENDED -> new SpoolRecord.WillEnded(atMillis, will);
            default -> throw new CorruptSpoolException("record kind must be known, was " + kind);
        };
    }

    private Exchange exchange(int qos) throws CorruptSpoolException {
        return new Exchange(in.getText(), qos, (int) in.getVarint(), in.getLong(), (byte) in.getByte());
    }

    private SpoolRecord.Messages messages(
            int partition, long counter, long atMillis, @Nullable Exchange opens, long will)
            throws CorruptSpoolException {
        DeviceId device = pool.device(in.getPooledText(), in.getPooledText());
        int count = in.getCount();
        List<DeviceMessage> messages = new ArrayList<>(count);
        String epoch = "";
        for (int i = 0; i < count; i++) {
            int flags = in.getByte();
            if ((flags & RecordEncoder.SAME_EPOCH) == 0) {
                epoch = in.getPooledText();
            }
            messages.add(message(device, epoch, PROVENANCES[flags & 3]));
        }
        return new SpoolRecord.Messages(partition, counter, atMillis, Publish.told(messages, counter), opens, will);
    }

    private DeviceMessage message(DeviceId device, String epoch, Provenance provenance) throws CorruptSpoolException {
        long seq = in.getVarint();
        long tsMillis = in.getLong();
        int size = in.getCount();
        String[] metrics = new String[size];
        ReadingKind[] kinds = new ReadingKind[size];
        double[] numbers = new double[size];
        @Nullable String[] texts = null;
        for (int i = 0; i < size; i++) {
            metrics[i] = in.getPooledText();
            kinds[i] = kind(in.getByte());
            if (kinds[i] == ReadingKind.TEXT) {
                texts = texts == null ? new String[size] : texts;
                texts[i] = in.getText();
            } else {
                numbers[i] = kinds[i] == ReadingKind.NUMBER ? Double.longBitsToDouble(in.getLong()) : in.getByte();
            }
        }
        return new DeviceMessage(device, epoch, seq, tsMillis, provenance, metrics, kinds, numbers, texts);
    }

    private static ReadingKind kind(int number) throws CorruptSpoolException {
        return switch (number) {
            case RecordEncoder.NUMBER -> ReadingKind.NUMBER;
            case RecordEncoder.BOOLEAN -> ReadingKind.BOOLEAN;
            case RecordEncoder.TEXT -> ReadingKind.TEXT;
            default -> throw new CorruptSpoolException("reading kind must be known, was " + number);
        };
    }

    private RejectedMessage rejected(long counter, long atMillis) throws CorruptSpoolException {
        RejectReason reason = reason(in.getText());
        String detail = in.getText();
        String site = in.getPooledText();
        String device = in.getPooledText();
        int count = in.getCount();
        List<SeqRef> readable = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            readable.add(new SeqRef(in.getPooledText(), in.getVarint()));
        }
        return new RejectedMessage(
                counter,
                reason,
                detail,
                site.isEmpty() ? null : pool.device(site, device),
                readable,
                in.getText(),
                in.getBytes(),
                atMillis);
    }

    private static RejectReason reason(String label) throws CorruptSpoolException {
        for (RejectReason reason : RejectReason.values()) {
            if (reason.label().equals(label)) {
                return reason;
            }
        }
        throw new CorruptSpoolException("reject reason must be known, was " + label);
    }
}
