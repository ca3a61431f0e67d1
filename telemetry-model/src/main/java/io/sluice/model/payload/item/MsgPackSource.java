package io.sluice.model.payload.item;

/** MessagePack, by msgpack-core. */
public final class MsgPackSource implements ItemSource {
    static final String NAME = "MessagePack";

    @Override
    public String format() {
        return NAME;
    }

    @Override
    public Items strict(byte[] payload) {
        return new MsgPackItems(payload);
    }

    @Override
    public Items lenient(byte[] payload) {
        return strict(payload); // what it does not take shows as a fault, and the scan ends there
    }
}
