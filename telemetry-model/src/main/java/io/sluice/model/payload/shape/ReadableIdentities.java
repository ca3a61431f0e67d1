package io.sluice.model.payload.shape;

import com.fasterxml.jackson.core.JsonToken;
import io.sluice.model.payload.draft.Envelope;
import io.sluice.model.payload.item.ItemSource;
import io.sluice.model.payload.item.Items;
import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.rejection.SeqRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks through a refused payload's items for the identities of its messages. */
final class ReadableIdentities {
    private final Items items;
    private final List<SeqRef> found = new ArrayList<>();

    private ReadableIdentities(Items items) {
        this.items = items;
    }

    static List<SeqRef> in(ItemSource source, byte[] payload) {
        try (Items items = source.lenient(payload)) {
            ReadableIdentities scan = new ReadableIdentities(items);
            scan.scan();
            return scan.found;
        } catch (RejectionException e) {
            return List.of(); // not even the parser could be made
        }
    }

    private void scan() {
        try {
            JsonToken first = items.next();
            if (first == JsonToken.START_OBJECT) {
                message();
            } else if (first == JsonToken.START_ARRAY) {
                for (JsonToken t = items.next(); t != null && t != JsonToken.END_ARRAY; t = items.next()) {
                    element(t);
                }
            }
        } catch (RejectionException e) {
            // The fault this payload was refused for: what was found before it stands.
        }
    }

    private void element(JsonToken token) {
        if (token == JsonToken.START_OBJECT) {
            message();
        } else {
            items.skipChildren();
        }
    }

    private void message() {
        String epoch = null;
        long seq = 0;
        try {
            while (items.next() == JsonToken.FIELD_NAME) {
                String name = items.text();
                JsonToken value = items.next();
                if (name.equals(Envelope.EPOCH) && value == JsonToken.VALUE_STRING) {
                    epoch = items.text();
                } else if (name.equals(Envelope.SEQ) && items.isLong()) {
                    seq = items.integer();
                } else {
                    items.skipChildren();
                }
            }
        } finally {
            keep(epoch, seq);
        }
    }

    private void keep(@Nullable String epoch, long seq) {
        SeqRef ref = SeqRef.ifValid(epoch, seq);
        if (ref != null) {
            found.add(ref);
        }
    }
}
