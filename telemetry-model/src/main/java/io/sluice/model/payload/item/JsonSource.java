package io.sluice.model.payload.item;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;
import java.io.IOException;

/** JSON in strict UTF-8, by Jackson. */
public final class JsonSource implements ItemSource {
    static final String NAME = "JSON";

    /**
     * NaN and infinities are let through to be refused by name; lengths are bounded by the packet and by our checks.
     */
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    @Override
    public String format() {
        return NAME;
    }

    @Override
    public Items strict(byte[] payload) {
        int end = Utf8.firstZeroOrFault(payload);
        if (end != payload.length) {
            throw new RejectionException(
                    RejectReason.NOT_PARSABLE,
                    end < 0
                            ? "payload must be valid UTF-8, was not"
                            : "payload must hold no zero bytes, held one at " + end);
        }
        return lenient(payload);
    }

    @Override
    public Items lenient(byte[] payload) {
        try {
            return new JacksonItems(NAME, FACTORY.createParser(payload));
        } catch (IOException e) {
            throw JacksonItems.rejection(NAME, e);
        }
    }
}
