package io.sluice.model.payload;

import com.fasterxml.jackson.core.JsonToken;
import java.util.List;

/** SenML (RFC 8428): records with base fields, in JSON or CBOR, as messages by their times. Stateless. */
final class SenmlPack implements MessageReader {
    private final ItemSource source;
    private final boolean isCbor;

    private SenmlPack(ItemSource source, boolean isCbor) {
        this.source = source;
        this.isCbor = isCbor;
    }

    static SenmlPack inJson() {
        return new SenmlPack(new JsonSource(), false);
    }

    static SenmlPack inCbor() {
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
