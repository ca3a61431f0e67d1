package io.sluice.model.payload.item;

/** Opens payloads of one format that is made of items. Stateless. */
public interface ItemSource {

    /** As it stands in messages: {@code JSON}. */
    String format();

    /** Items that refuse whatever breaks the format or what we take of it. */
    Items strict(byte[] payload);

    /** For a look into a payload that was refused: faults show where they stand, if at all. */
    Items lenient(byte[] payload);
}
