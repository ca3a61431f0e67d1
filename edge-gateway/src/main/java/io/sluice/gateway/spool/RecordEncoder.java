package io.sluice.gateway.spool;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.ReadingKind;
import io.sluice.model.payload.Decoded;
import io.sluice.model.payload.rejection.SeqRef;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes records: a version byte, a kind byte, then varints, UTF-8 texts with a length before them and big-endian
 * longs. {@link RecordDecoder} is its mirror. Kinds and reasons are written by numbers and names that never change
 * their meaning: a spool outlives the program that wrote it.
 */
final class RecordEncoder {
    static final int VERSION = 1;
    static final int KIND_MESSAGES = 1;
    static final int KIND_REJECTED = 2;
    static final int KIND_RELEASED = 3;
    static final int KIND_SESSION_ENDED = 4;
    static final int KIND_DEATH = 5;
    static final int KIND_WILL_LEFT = 6;
    static final int KIND_WILL_ENDED = 7;

    /** Beside a kind: the exchange of QoS 2 that begins stands before the rest. */
    static final int OPENS = 0x10;

    /** The same of QoS 1. */
    static final int OPENS_QOS_1 = 0x40;

    /** Beside a kind: the id of the will that says or ends with it stands before the rest, behind an exchange. */
    static final int OF_WILL = 0x20;

    static final int IDENTITY_STAMPED = 1;
    static final int TIME_STAMPED = 2;
    static final int SAME_EPOCH = 4;

    static final int NUMBER = 0;
    static final int BOOLEAN = 1;
    static final int TEXT = 2;

    private final RecordOutput out;
    private @Nullable String lastEpoch;
    private @Nullable Exchange opens;
    private long will;

    RecordEncoder(RecordOutput out) {
        this.out = out;
    }

    /** What the next record begins, or ends, beside what it holds. */
    void of(SpoolEntry entry) {
        opens = entry.opens();
        will = entry.will();
    }

    void beginMessages(int partition, long firstCounter, long atMillis, DeviceId device, int count) {
        lastEpoch = null;
        head(KIND_MESSAGES, partition, firstCounter, atMillis);
        out.putText(device.site());
        out.putText(device.device());
        out.putVarint(count);
    }

    /** The identity is given apart from the message, since a stamped one is decided only now. */
    void message(DeviceMessage message, String epoch, long seq) {
        boolean sameEpoch = epoch.equals(lastEpoch);
        out.putByte((message.provenance().identityStamped() ? IDENTITY_STAMPED : 0)
                | (message.provenance().timeStamped() ? TIME_STAMPED : 0)
                | (sameEpoch ? SAME_EPOCH : 0));
        if (!sameEpoch) {
            out.putText(epoch);
            lastEpoch = epoch;
        }
        out.putVarint(seq);
        out.putLong(message.tsMillis());
        out.putVarint(message.size());
        for (int i = 0; i < message.size(); i++) {
            reading(message, i);
        }
    }

    private void reading(DeviceMessage message, int i) {
        out.putText(message.metric(i));
        ReadingKind kind = message.kind(i);
        if (kind == ReadingKind.NUMBER) {
            out.putByte(NUMBER);
            out.putLong(Double.doubleToRawLongBits(message.number(i)));
        } else if (kind == ReadingKind.BOOLEAN) {
            out.putByte(BOOLEAN);
            out.putByte(message.number(i) == 0 ? 0 : 1);
        } else {
            out.putByte(TEXT);
            out.putText(Objects.requireNonNull(message.text(i)));
        }
    }

    void rejected(int partition, long counter, SpoolEntry.Rejected entry) {
        head(KIND_REJECTED, partition, counter, entry.atMillis());
        Decoded.Rejected rejection = entry.rejection();
        out.putText(rejection.reason().label());
        out.putText(rejection.detail());
        out.putText(rejection.device() == null ? "" : rejection.device().site());
        out.putText(rejection.device() == null ? "" : rejection.device().device());
        out.putVarint(rejection.readable().size());
        for (SeqRef ref : rejection.readable()) {
            out.putText(ref.epoch());
            out.putVarint(ref.seq());
        }
        out.putText(entry.topic());
        out.putBytes(entry.payload());
    }

    /** @param counter the next message's; a death takes none */
    void death(int partition, long counter, long atMillis, DeviceId device) {
        head(KIND_DEATH, partition, counter, atMillis);
        out.putText(device.site());
        out.putText(device.device());
    }

    void released(Exchange exchange, long atMillis) {
        head(KIND_RELEASED, 0, 0, atMillis);
        exchange(exchange);
    }

    void sessionEnded(String session, long atMillis) {
        head(KIND_SESSION_ENDED, 0, 0, atMillis);
        out.putText(session);
    }

    void willLeft(Will left, long atMillis) {
        head(KIND_WILL_LEFT, 0, 0, atMillis);
        WillCodec.put(out, left);
    }

    void willEnded(long atMillis) {
        head(KIND_WILL_ENDED, 0, 0, atMillis);
    }

    private void exchange(Exchange exchange) {
        out.putText(exchange.session());
        out.putVarint(exchange.packetId());
        out.putLong(exchange.contentHash());
        out.putByte(exchange.reason());
    }

    private void head(int kind, int partition, long counter, long atMillis) {
        Exchange opened = opens;
        out.putByte(VERSION);
        out.putByte(kind | (opened == null ? 0 : opens(opened)) | (will == 0 ? 0 : OF_WILL));
        if (opened != null) {
            exchange(opened);
        }
        if (will != 0) {
            out.putLong(will);
        }
        out.putVarint(partition);
        out.putVarint(counter);
        out.putLong(atMillis);
    }

    private static int opens(Exchange opened) {
        return opened.isOpenUntilReleased() ? OPENS : OPENS_QOS_1;
    }

    /** No less than the entry's record can take; exact enough to bound queues by. */
    static long sizeBound(SpoolEntry entry) {
        if (entry instanceof SpoolEntry.Released released) {
            return sizeBound(released.exchange());
        }
        if (entry instanceof SpoolEntry.WillLeft left) {
            return 30 + left.left().sizeBound();
        }
        if (entry instanceof SpoolEntry.Death || entry instanceof SpoolEntry.WillEnded) {
            return 200;
        }
        if (entry instanceof SpoolEntry.SessionEnded ended) {
            return 30 + 3L * ended.session().length();
        }
        Exchange opened = entry.opens();
        return contentBound(entry) + (opened == null ? 0 : sizeBound(opened));
    }

    private static long sizeBound(Exchange exchange) {
        return 60 + 3L * exchange.session().length();
    }

    private static long contentBound(SpoolEntry entry) {
        if (entry instanceof SpoolEntry.Messages messages) {
            long bound = 190;
            for (DeviceMessage message : messages.messages()) {
                bound += message.storedBound();
            }
            return bound;
        }
        SpoolEntry.Rejected rejected = (SpoolEntry.Rejected) entry;
        return 310
                + 3L * rejected.rejection().detail().length()
                + 3L * rejected.topic().length()
                + 45L * rejected.rejection().readable().size()
                + rejected.payload().length;
    }
}
