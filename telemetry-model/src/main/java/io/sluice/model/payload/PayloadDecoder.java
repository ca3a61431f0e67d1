package io.sluice.model.payload;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a device published into messages, or into a typed rejection: never an exception, whatever the bytes are.
 * It only chooses who reads: the format is the content type's, else that of the first byte. Thread-safe as far as the
 * stamper is.
 */
public final class PayloadDecoder {
    private static final Map<PayloadFormat, MessageReader> READERS = readers();

    private final PayloadLimits limits;
    private final IdentityStamper stamper;

    public PayloadDecoder(PayloadLimits limits, IdentityStamper stamper) {
        this.limits = limits;
        this.stamper = stamper;
    }

    private static Map<PayloadFormat, MessageReader> readers() {
        Map<PayloadFormat, MessageReader> readers = new EnumMap<>(PayloadFormat.class);
        MessageReader json = new ItemMessages(new JsonSource());
        readers.put(PayloadFormat.JSON, json);
        readers.put(PayloadFormat.TEXT, json);
        readers.put(PayloadFormat.CBOR, new ItemMessages(new CborSource()));
        readers.put(PayloadFormat.MSGPACK, new ItemMessages(new MsgPackSource()));
        return readers;
    }

    /** For a publish of a client that nobody vouches for. */
    public Decoded decode(
            String topic,
            @Nullable String contentType,
            @Nullable String contentEncoding,
            byte[] payload,
            long nowMillis) {
        return decode(topic, null, contentType, contentEncoding, payload, nowMillis);
    }

    /**
     * @param authenticated the device that has proven to be the publisher, null where none has; whose a topic is in
     *     general is not decided here
     * @param contentType MQTT 5 content type, null where none was sent
     * @param contentEncoding user property {@code content-encoding}, null where none was sent
     * @param nowMillis the gateway's clock: stamped where ts is missing, and the middle of the window that ts must be
     *     in
     */
    public Decoded decode(
            String topic,
            @Nullable DeviceId authenticated,
            @Nullable String contentType,
            @Nullable String contentEncoding,
            byte[] payload,
            long nowMillis) {
        try {
            TopicAddress address = TopicAddress.parse(topic, authenticated);
            byte[] plain = plain(contentEncoding, payload);
            PayloadFormat format = formatOf(contentType, plain);
            if (!format.fits(address)) {
                throw unsupported(String.valueOf(contentType));
            }
            return stamped(address, reader(format).read(plain, new ReadScope(address, limits, nowMillis)), nowMillis);
        } catch (RejectionException e) {
            return new Decoded.Rejected(
                    e.reason(),
                    e.detail(),
                    TopicAddress.deviceIn(topic, authenticated).orElse(null),
                    readable(contentType, contentEncoding, payload));
        }
    }

    private byte[] plain(@Nullable String contentEncoding, byte[] payload) {
        if (payload.length > limits.maxPacketBytes()) {
            throw new RejectionException(
                    RejectReason.TOO_LARGE,
                    "payload must be <= " + limits.maxPacketBytes() + " bytes, was " + payload.length);
        }
        byte[] plain = payload.length == 0 || contentEncoding == null
                ? payload
                : ContentEncoding.decoded(contentEncoding, payload, limits.maxPacketBytes());
        if (plain.length == 0) {
            throw new RejectionException(RejectReason.NOT_PARSABLE, "payload must be JSON, was empty");
        }
        return plain;
    }

    private static PayloadFormat formatOf(@Nullable String contentType, byte[] plain) {
        if (contentType == null || contentType.isBlank()) {
            return PayloadFormat.ofFirstByte(plain[0]);
        }
        return PayloadFormat.ofContentType(contentType).orElseThrow(() -> unsupported(contentType));
    }

    private static RejectionException unsupported(String contentType) {
        return new RejectionException(
                RejectReason.UNSUPPORTED_FORMAT,
                "content type must be application/json, application/cbor or application/msgpack, was "
                        + Shown.text(contentType));
    }

    private static MessageReader reader(PayloadFormat format) {
        MessageReader reader = READERS.get(format);
        if (reader == null) {
            throw new IllegalStateException("every format must have a reader, " + format + " had none");
        }
        return reader;
    }

    /** Opens the payload a second time: a refusal is the exception. */
    private List<SeqRef> readable(@Nullable String contentType, @Nullable String contentEncoding, byte[] payload) {
        try {
            byte[] plain = plain(contentEncoding, payload);
            return reader(formatOf(contentType, plain)).identities(plain);
        } catch (RejectionException e) {
            return List.of();
        }
    }

    private Decoded stamped(TopicAddress address, List<Draft> drafts, long nowMillis) {
        List<DeviceMessage> messages = new ArrayList<>(drafts.size());
        for (Draft draft : drafts) {
            messages.add(draft.finish(address.device(), stamper, nowMillis));
        }
        return new Decoded.Messages(messages);
    }
}
