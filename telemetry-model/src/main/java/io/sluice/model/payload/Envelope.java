package io.sluice.model.payload;

import com.fasterxml.jackson.core.JsonToken;
import io.sluice.model.identity.IdAlphabet;
import io.sluice.model.message.DeviceMessage;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The members of a message that are not readings: ts, epoch and seq. A null member counts as not sent. */
final class Envelope {
    static final String TS = "ts";
    static final String EPOCH = "epoch";
    static final String SEQ = "seq";

    private static final String EPOCH_RULE = "epoch must be a string of 1 to 32 characters of [A-Za-z0-9_.:-]";
    private static final String SEQ_RULE = "seq must be an integer from 1 to 2^53 - 1";

    private Envelope() {}

    /**
     * Puts the current item into the draft where the member belongs to the envelope. ThingsBoard's devices know neither
     * epoch nor seq: there these are metrics.
     *
     * @return whether it does
     */
    static boolean take(String member, Items items, ReadScope scope, Draft draft) {
        switch (member) {
            case TS -> {
                Fault.refuseIf(draft.tsMillis != null, member);
                draft.tsMillis = ts(items, scope);
                return true;
            }
            case EPOCH, SEQ -> {
                if (scope.address().dialect() == TopicAddress.Dialect.THINGSBOARD) {
                    return false;
                }
                identity(member, items, draft);
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    private static void identity(String member, Items items, Draft draft) {
        if (member.equals(EPOCH)) {
            Fault.refuseIf(draft.epoch != null, member);
            draft.epoch = epoch(items);
        } else {
            Fault.refuseIf(draft.seq != null, member);
            draft.seq = seq(items);
        }
    }

    /** Milliseconds since 1970, from an integer or an ISO-8601 string with an offset. */
    private static @Nullable Long ts(Items items, ReadScope scope) {
        JsonToken token = items.current();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        String shown = token.isScalarValue() ? items.text() : token.asString();
        return scope.checkedTs(millis(items, token, shown), shown);
    }

    private static long millis(Items items, JsonToken token, String text) {
        try {
            if (token == JsonToken.VALUE_NUMBER_INT) {
                return items.isLong() ? items.integer() : text.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
            }
            if (token == JsonToken.VALUE_STRING) {
                return toMillis(OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                        .toInstant());
            }
        } catch (DateTimeException e) {
            // Not a time: answered below.
        }
        throw new RejectionException(
                RejectReason.INVALID_VALUE,
                "ts must be integer milliseconds or an ISO-8601 string with an offset, was " + Shown.text(text));
    }

    private static long toMillis(Instant instant) {
        try {
            return instant.toEpochMilli();
        } catch (ArithmeticException e) {
            return instant.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    private static @Nullable String epoch(Items items) {
        JsonToken token = items.current();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token == JsonToken.VALUE_STRING) {
            return checkedEpoch(items.text());
        }
        throw invalidIdentity(EPOCH_RULE, shown(items));
    }

    private static @Nullable Long seq(Items items) {
        if (items.current() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (items.isLong()) {
            return checkedSeq(items.integer());
        }
        throw invalidIdentity(SEQ_RULE, shown(items));
    }

    private static String shown(Items items) {
        return items.current().isScalarValue() ? items.text() : items.current().asString();
    }

    /** @throws RejectionException where one is there without the other */
    static void checkIdentity(Draft draft) {
        if ((draft.epoch == null) != (draft.seq == null)) {
            throw new RejectionException(
                    RejectReason.INVALID_IDENTITY,
                    "epoch and seq must both be sent or neither, was only "
                            + Shown.text(draft.epoch == null ? SEQ : EPOCH));
        }
    }

    static String checkedEpoch(String epoch) {
        if (!IdAlphabet.isEpoch(epoch)) {
            throw invalidIdentity(EPOCH_RULE, epoch);
        }
        return epoch;
    }

    static long checkedSeq(long seq) {
        if (seq < 1 || seq > DeviceMessage.MAX_SEQ) {
            throw invalidIdentity(SEQ_RULE, Long.toString(seq));
        }
        return seq;
    }

    private static RejectionException invalidIdentity(String rule, String shown) {
        return new RejectionException(RejectReason.INVALID_IDENTITY, rule + ", was " + Shown.text(shown));
    }
}
