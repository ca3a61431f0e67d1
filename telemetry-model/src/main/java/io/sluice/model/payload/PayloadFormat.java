package io.sluice.model.payload;

import io.sluice.model.payload.draft.TopicAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a payload may be written in. */
enum PayloadFormat {
    JSON("application/json", true, true),
    /** JSON's scalars under another name. */
    TEXT("text/plain", false, true),
    CBOR("application/cbor", true, true),
    MSGPACK("application/msgpack", true, true),
    SENML_JSON("application/senml+json", true, false),
    SENML_CBOR("application/senml+cbor", true, false),
    PROTOBUF("application/vnd.sluice.message+protobuf", true, false);

    private static final List<PayloadFormat> ALL = List.of(values());

    private final String contentType;
    private final boolean carriesMessages;
    private final boolean carriesScalars;

    PayloadFormat(String contentType, boolean carriesMessages, boolean carriesScalars) {
        this.contentType = contentType;
        this.carriesMessages = carriesMessages;
        this.carriesScalars = carriesScalars;
    }

    String contentType() {
        return contentType;
    }

    /** Whether it may stand on such a topic. */
    boolean fits(TopicAddress address) {
        return address.metric() == null ? carriesMessages : carriesScalars;
    }

    /** Those that fit, for a message. */
    static String namesFor(TopicAddress address) {
        return Arrays.stream(values())
                .filter(format -> format.fits(address))
                .map(PayloadFormat::contentType)
                .collect(Collectors.joining(", "));
    }

    /** By the media type alone, without its parameters, in any case. */
    static Optional<PayloadFormat> ofContentType(String contentType) {
        int semicolon = contentType.indexOf(';');
        String type = (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .trim()
                .toLowerCase(Locale.ROOT);
        return ALL.stream().filter(format -> format.contentType.equals(type)).findFirst();
    }

    /**
     * A map of CBOR or its mark (RFC 8949, 3.4.6), a map or array of MessagePack, else JSON, which says best what it is
     * not. An array of CBOR begins as a map or array of MessagePack does: it needs the mark, or to be named.
     */
    static PayloadFormat ofFirstByte(byte first) {
        int b = first & 0xff;
        if ((b >= 0xa0 && b <= 0xbf) || b == 0xd9) {
            return CBOR;
        }
        return (b >= 0x80 && b <= 0x9f) || (b >= 0xdc && b <= 0xdf) ? MSGPACK : JSON;
    }
}
