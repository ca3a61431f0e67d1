package io.sluice.model.payload.senml;

import com.fasterxml.jackson.core.JsonToken;
import io.sluice.model.payload.draft.Draft;
import io.sluice.model.payload.draft.MessageReader;
import io.sluice.model.payload.draft.ReadScope;
import io.sluice.model.payload.item.CborSource;
import io.sluice.model.payload.item.ItemFault;
import io.sluice.model.payload.item.ItemSource;
import io.sluice.model.payload.item.Items;
import io.sluice.model.payload.item.JsonSource;
import io.sluice.model.payload.rejection.RejectReason;
import java.util.List;

/** SenML (RFC 8428): records with base fields, in JSON or CBOR, as messages by their times. Stateless. */
public final class SenmlPack implements MessageReader {
    private final ItemSource source;
    private final boolean isCbor;

    private SenmlPack(ItemSource source, boolean isCbor) {
        this.source = source;
        this.isCbor = isCbor;
    }

    public static SenmlPack inJson() {
        return new SenmlPack(new JsonSource(), false);
    }

    public static SenmlPack inCbor() {
        return new SenmlPack(CborSource.withIntegerNames(), true);
    }

    @Override
    public List<Draft> read(byte[] payload, ReadScope scope) {
        int maxDepth = scope.limits().maxDepth();
        try (Items items = source.strict(payload)) {
            if (items.next() != JsonToken.START_ARRAY) {
                throw ItemFault.at(
                        items, maxDepth, RejectReason.NOT_PARSABLE, "SenML pack must be an array of records");
            }
            SenmlResolver resolver = new SenmlResolver(scope);
            while (items.next() != JsonToken.END_ARRAY) {
                if (items.current() != JsonToken.START_OBJECT) {
                    throw ItemFault.at(items, maxDepth, RejectReason.INVALID_VALUE, "SenML record must be an object");
                }
                resolver.add(SenmlRecord.read(items, maxDepth, isCbor));
            }
            if (items.next() != null) {
                throw ItemFault.at(items, maxDepth, RejectReason.NOT_PARSABLE, "payload must end after its SenML pack");
            }
            return resolver.drafts();
        }
    }
}
