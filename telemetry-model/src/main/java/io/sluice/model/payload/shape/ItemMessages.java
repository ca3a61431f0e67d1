package io.sluice.model.payload.shape;

import static io.sluice.model.payload.rejection.RejectReason.INVALID_VALUE;
import static io.sluice.model.payload.rejection.RejectReason.NOT_PARSABLE;
import static io.sluice.model.payload.rejection.RejectReason.NO_VALUES;

import com.fasterxml.jackson.core.JsonToken;
import io.sluice.model.payload.draft.Draft;
import io.sluice.model.payload.draft.Envelope;
import io.sluice.model.payload.draft.MessageReader;
import io.sluice.model.payload.draft.MetricName;
import io.sluice.model.payload.draft.ReadScope;
import io.sluice.model.payload.item.ItemFault;
import io.sluice.model.payload.item.ItemSource;
import io.sluice.model.payload.item.ItemValues;
import io.sluice.model.payload.item.Items;
import io.sluice.model.payload.rejection.Fault;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.rejection.SeqRef;
import io.sluice.model.payload.rejection.Shown;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The three shapes of the contract, and a metric's scalar, in any format of items. Stateless. */
public final class ItemMessages implements MessageReader {
    public static final String VALUES = "values";

    private final ItemSource source;

    public ItemMessages(ItemSource source) {
        this.source = source;
    }

    @Override
    public List<Draft> read(byte[] payload, ReadScope scope) {
        try (Items items = source.strict(payload)) {
            Reading reading = new Reading(items, scope);
            String metric = scope.address().metric();
            List<Draft> drafts = metric == null ? reading.messages() : reading.scalar(metric);
            if (items.next() != null) {
                throw reading.unexpected(NOT_PARSABLE, "payload must end after its " + items.format() + " value");
            }
            return drafts;
        }
    }

    @Override
    public List<SeqRef> identities(byte[] payload) {
        return ReadableIdentities.in(source, payload);
    }

    /** One payload being read. */
    private record Reading(Items items, ReadScope scope) {

        /** A message, an array of messages, or a flat object. */
        List<Draft> messages() {
            JsonToken first = items.next();
            if (first == JsonToken.START_OBJECT) {
                return List.of(message());
            }
            if (first == JsonToken.START_ARRAY) {
                return array();
            }
            throw unexpected(NOT_PARSABLE, "payload must be a " + items.format() + " object or an array of them");
        }

        private List<Draft> array() {
            List<Draft> drafts = new ArrayList<>();
            while (items.next() != JsonToken.END_ARRAY) {
                require(JsonToken.START_OBJECT, "message of an array must be a " + items.format() + " object");
                drafts.add(message());
            }
            if (drafts.isEmpty()) {
                throw new RejectionException(NO_VALUES, "array of messages must hold a message, was '[]'");
            }
            return drafts;
        }

        /** One value of the metric that the topic names. */
        List<Draft> scalar(String metric) {
            JsonToken first = items.next();
            if (first == null || !first.isScalarValue() || first == JsonToken.VALUE_EMBEDDED_OBJECT) {
                throw unexpected(NOT_PARSABLE, "payload of a metric's topic must be one number, boolean or string");
            }
            Draft draft = scope.newDraft();
            add(metric, draft);
            if (draft.isEmpty()) {
                throw new RejectionException(NO_VALUES, "payload of a metric's topic must hold a value, was 'null'");
            }
            return List.of(draft);
        }

        private Draft message() {
            Draft draft = scope.newDraft();
            String stray = null;
            boolean hasValues = false;
            while (items.next() != JsonToken.END_OBJECT) {
                String member = items.text();
                items.next();
                if (member.equals(VALUES)) {
                    Fault.refuseIf(hasValues, member);
                    hasValues = true;
                    values(draft);
                } else if (!ItemEnvelope.take(member, items, scope, draft)) {
                    stray = member;
                    reading(member, draft);
                }
            }
            check(draft, hasValues ? stray : null);
            return draft;
        }

        private void values(Draft draft) {
            require(JsonToken.START_OBJECT, "values must be an object of metrics");
            while (items.next() != JsonToken.END_OBJECT) {
                String metric = items.text();
                items.next();
                reading(metric, draft);
            }
        }

        private void reading(String metric, Draft draft) {
            MetricName.checked(metric);
            JsonToken token = items.current();
            if (token.isStructStart() || token == JsonToken.VALUE_EMBEDDED_OBJECT) {
                throw unexpected(
                        INVALID_VALUE, "value of " + Shown.text(metric) + " must be a number, boolean, string or null");
            }
            add(metric, draft);
        }

        /** The current scalar; a null adds nothing. */
        private void add(String metric, Draft draft) {
            JsonToken token = items.current();
            switch (token) {
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> draft.number(metric, ItemValues.number(items, metric));
                case VALUE_TRUE, VALUE_FALSE -> draft.flag(metric, token == JsonToken.VALUE_TRUE);
                case VALUE_STRING -> draft.text(metric, items.text());
                case VALUE_NULL -> {}
                default -> throw new IllegalStateException("must be called at a scalar, was at " + token);
            }
        }

        private static void check(Draft draft, @Nullable String stray) {
            if (stray != null) {
                throw new RejectionException(
                        INVALID_VALUE, "members beside values must be ts, epoch or seq, was " + Shown.text(stray));
            }
            Envelope.checkIdentity(draft);
            draft.requireReading();
        }

        private void require(JsonToken expected, String rule) {
            if (items.current() != expected) {
                throw unexpected(INVALID_VALUE, rule);
            }
        }

        private RejectionException unexpected(RejectReason reason, String rule) {
            return ItemFault.at(items, scope.limits().maxDepth(), reason, rule);
        }
    }
}
