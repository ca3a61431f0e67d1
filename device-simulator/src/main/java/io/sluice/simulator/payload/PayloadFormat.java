package io.sluice.simulator.payload;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a device writes its messages in. SenML, Sparkplug and ThingsBoard have no place for epoch and seq: there the
 * gateway numbers.
 */
public enum PayloadFormat {
    JSON("json", null, JsonPayload::write),
    CBOR("cbor", "application/cbor", ItemPayload::cbor),
    MSGPACK("msgpack", "application/msgpack", MsgPackPayload::write),
    SENML_JSON("senml-json", "application/senml+json", SenmlPayload::json),
    SENML_CBOR("senml-cbor", "application/senml+cbor", SenmlPayload::cbor),
    PROTOBUF("protobuf", "application/vnd.sluice.message+protobuf", ProtobufPayload::write),
    SPARKPLUG("sparkplug", null, SparkplugPayload::data),
    THINGSBOARD("thingsboard", null, JsonPayload::writeWithoutIdentity);

    private final String key;
    private final @Nullable String contentType;
    private final Writer writer;

    @FunctionalInterface
    private interface Writer {
        byte[] write(List<Measurement> measurements);
    }

    PayloadFormat(String key, @Nullable String contentType, Writer writer) {
        this.key = key;
        this.contentType = contentType;
        this.writer = writer;
    }

    /** As a scenario names it. */
    public String key() {
        return key;
    }

    /**
     * To be sent along; null for JSON, which every gateway takes a payload for that says nothing else, and for
     * Sparkplug and ThingsBoard, whose topics say it.
     */
    public @Nullable String contentType() {
        return contentType;
    }

    /** Whether a message says its epoch and seq. */
    public boolean carriesIdentity() {
        return this != SENML_JSON && this != SENML_CBOR && this != SPARKPLUG && this != THINGSBOARD;
    }

    /** One payload of one message or more. */
    public byte[] write(List<Measurement> measurements) {
        return writer.write(measurements);
    }
}
