package io.sluice.model.payload.shape;

import com.fasterxml.jackson.core.JsonToken;
import io.sluice.model.payload.draft.Draft;
import io.sluice.model.payload.draft.Envelope;
import io.sluice.model.payload.draft.ReadScope;
import io.sluice.model.payload.draft.TopicAddress;
import io.sluice.model.payload.item.Items;
import io.sluice.model.payload.rejection.Fault;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.rejection.Shown;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Items as the envelope of a message. A null member counts as not sent. */
final class ItemEnvelope {
    private ItemEnvelope() {}

    /**
     * Puts the current item into the draft where the member belongs to the envelope. ThingsBoard's devices know neither
     * epoch nor seq: there these are metrics.
     *
     * @return whether it does
     */
    static boolean take(String member, Items items, ReadScope scope, Draft draft) {
        switch (member) {
            case Envelope.TS -> {
                Fault.refuseIf(draft.hasTs(), member);
                draft.ts(ts(items, scope));
                return true;
            }
            case Envelope.EPOCH, Envelope.SEQ -> {
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
        if (member.equals(Envelope.EPOCH)) {
            Fault.refuseIf(draft.hasEpoch(), member);
            draft.epoch(epoch(items));
        } else {
            Fault.refuseIf(draft.hasSeq(), member);
            draft.seq(seq(items));
        }
    }

    /** Milliseconds since 1970, from an integer or an ISO-8601 string with an offset. */
    private static @Nullable Long ts(Items items, ReadScope scope) {
        if (items.current() == JsonToken.VALUE_NULL) {
            return null;
        }
        String shown = shown(items);
        return scope.checkedTs(millis(items, shown), shown);
    }

    private static long millis(Items items, String text) {
        try {
            if (items.current() == JsonToken.VALUE_NUMBER_INT) {
                return items.isLong() ? items.integer() : text.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
            }
            if (items.current() == JsonToken.VALUE_STRING) {
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
        return switch (items.current()) {
            case VALUE_NULL -> null;
            case VALUE_STRING -> Envelope.checkedEpoch(items.text());
            default -> throw Envelope.invalidEpoch(shown(items));
        };
    }

    private static @Nullable Long seq(Items items) {
        if (items.current() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (items.isLong()) {
            return Envelope.checkedSeq(items.integer());
        }
        throw Envelope.invalidSeq(shown(items));
    }

    private static String shown(Items items) {
        return items.current().isScalarValue() ? items.text() : items.current().asString();
    }
}
