package io.sluice.model.payload.item;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORFactoryBuilder;
import java.io.IOException;

/** CBOR (RFC 8949), by Jackson; see {@link StrictCborParser} for what of it we take. */
public final class CborSource implements ItemSource {
    static final String NAME = "CBOR";

    private static final CBORFactory FACTORY = new CBORFactoryBuilder(new CBORFactory())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final boolean integerNames;

    public CborSource() {
        this(false);
    }

    private CborSource(boolean integerNames) {
        this.integerNames = integerNames;
    }

    /** Maps may have integers for names, which then read as their decimals. */
    public static CborSource withIntegerNames() {
        return new CborSource(true);
    }

    @Override
    public String format() {
        return NAME;
    }

    @Override
    public Items strict(byte[] payload) {
        return new JacksonItems(NAME, new StrictCborParser(parser(payload), payload, integerNames));
    }

    @Override
    public Items lenient(byte[] payload) {
        return strict(payload); // what it does not take shows as a fault, and the scan ends there
    }

    private static JsonParser parser(byte[] payload) {
        try {
            return FACTORY.createParser(payload);
        } catch (IOException e) {
            throw JacksonItems.rejection(NAME, e);
        }
    }
}
