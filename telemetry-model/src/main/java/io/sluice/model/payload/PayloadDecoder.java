package io.sluice.model.payload;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.payload.draft.Draft;
import io.sluice.model.payload.draft.IdentityStamper;
import io.sluice.model.payload.draft.MessageReader;
import io.sluice.model.payload.draft.PayloadLimits;
import io.sluice.model.payload.draft.ReadScope;
import io.sluice.model.payload.draft.TopicAddress;
import io.sluice.model.payload.item.CborSource;
import io.sluice.model.payload.item.MsgPackSource;
import io.sluice.model.payload.json.JsonMessages;
import io.sluice.model.payload.protobuf.ProtobufMessages;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.RejectionException;
import io.sluice.model.payload.rejection.SeqRef;
import io.sluice.model.payload.rejection.Shown;
import io.sluice.model.payload.senml.SenmlPack;
import io.sluice.model.payload.shape.ItemMessages;
import io.sluice.model.payload.sparkplug.SparkplugMessages;
import io.sluice.model.payload.sparkplug.SparkplugTopic;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a device published into messages, or into a typed rejection: never an exception, whatever the bytes are.
 * It only chooses who reads: on a Sparkplug topic Sparkplug, else the format of the content type, of the topic's rule
 * or of the first byte. Thread-safe as far as the stamper is.
 */
public final class PayloadDecoder {
    private static final Map<PayloadFormat, MessageReader> READERS = readers();

    private final PayloadLimits limits;
    private final IdentityStamper stamper;
    private final TopicFormats topicFormats;
    private final KnownTopics topics = new KnownTopics();
    private final SparkplugMessages sparkplug = new SparkplugMessages();

    public PayloadDecoder(PayloadLimits limits, IdentityStamper stamper) {
        this(limits, stamper, TopicFormats.NONE);
    }

    public PayloadDecoder(PayloadLimits limits, IdentityStamper stamper, TopicFormats topicFormats) {
        this.limits = limits;
        this.stamper = stamper;
        this.topicFormats = topicFormats;
    }

    private static Map<PayloadFormat, MessageReader> readers() {
        Map<PayloadFormat, MessageReader> readers = new EnumMap<>(PayloadFormat.class);
        MessageReader json = new JsonMessages();
        readers.put(PayloadFormat.JSON, json);
        readers.put(PayloadFormat.TEXT, json);
        readers.put(PayloadFormat.CBOR, new ItemMessages(new CborSource()));
        readers.put(PayloadFormat.MSGPACK, new ItemMessages(new MsgPackSource()));
        readers.put(PayloadFormat.SENML_JSON, SenmlPack.inJson());
        readers.put(PayloadFormat.SENML_CBOR, SenmlPack.inCbor());
        readers.put(PayloadFormat.PROTOBUF, new ProtobufMessages());
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
     * @param contentEncoding user property {@code content-encoding}, null where none was sent: then the first bytes
     *     tell
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
            return SparkplugTopic.isOne(topic)
                    ? sparkplug(topic, contentEncoding, payload, nowMillis)
                    : telemetry(topic, authenticated, contentType, contentEncoding, payload, nowMillis);
        } catch (RuntimeException | StackOverflowError e) {
            // A fault of ours is no reason to take a publish again and again, or to close on who sent it.
            return new Decoded.Rejected(
                    RejectReason.NOT_PARSABLE,
                    "payload must be readable, failed its reader: " + Shown.text(e.toString()),
                    null,
                    List.of());
        }
    }

    private Decoded telemetry(
            String topic,
            @Nullable DeviceId authenticated,
            @Nullable String contentType,
            @Nullable String contentEncoding,
            byte[] payload,
            long nowMillis) {
        try {
            TopicAddress address = topics.of(topic, authenticated);
            byte[] plain = plain(contentEncoding, payload);
            PayloadFormat format = formatOf(topic, contentType, plain);
            if (format == null || !format.fits(address)) {
                throw unsupported(address, format, contentType);
            }
            return stamped(address, reader(format).read(plain, new ReadScope(address, limits, nowMillis)), nowMillis);
        } catch (RejectionException e) {
            return new Decoded.Rejected(
                    e.reason(),
                    e.detail(),
                    TopicAddress.deviceIn(topic, authenticated).orElse(null),
                    e.reason() == RejectReason.TOO_LARGE || isThingsBoard(topic, authenticated)
                            ? List.of()
                            : readable(topic, contentType, contentEncoding, payload));
        }
    }

    private Decoded sparkplug(String topic, @Nullable String contentEncoding, byte[] payload, long nowMillis) {
        DeviceId device = null;
        try {
            SparkplugTopic parsed = SparkplugTopic.parse(topic);
            device = parsed.speaker();
            TopicAddress address = new TopicAddress(device, null, TopicAddress.Dialect.SPARKPLUG);
            byte[] plain = plain(contentEncoding, payload);
            if (parsed.type().isDeath()) {
                return new Decoded.Died(sparkplug.died(parsed, plain));
            }
            ReadScope scope = new ReadScope(address, limits, nowMillis);
            return stamped(address, sparkplug.read(parsed, plain, scope), nowMillis);
        } catch (RejectionException e) {
            return new Decoded.Rejected(e.reason(), e.detail(), device, List.of());
        }
    }

    private byte[] plain(@Nullable String contentEncoding, byte[] payload) {
        if (payload.length > limits.maxPacketBytes()) {
            throw new RejectionException(
                    RejectReason.TOO_LARGE,
                    "payload must be <= " + limits.maxPacketBytes() + " bytes, was " + payload.length);
        }
        byte[] plain = payload.length == 0
                ? payload
                : ContentEncoding.decoded(contentEncoding, payload, limits.maxPacketBytes());
        if (plain.length == 0) {
            throw new RejectionException(RejectReason.NOT_PARSABLE, "payload must hold a message, was empty");
        }
        return plain;
    }

    /** Null where the content type names none that we know. */
    private @Nullable PayloadFormat formatOf(String topic, @Nullable String contentType, byte[] plain) {
        if (contentType != null && !contentType.isBlank()) {
            return PayloadFormat.ofContentType(contentType).orElse(null);
        }
        PayloadFormat ruled = topicFormats.of(topic);
        return ruled == null ? PayloadFormat.ofFirstByte(plain[0]) : ruled;
    }

    private static RejectionException unsupported(
            TopicAddress address, @Nullable PayloadFormat format, @Nullable String contentType) {
        String shown =
                contentType == null || contentType.isBlank() ? format == null ? "" : format.contentType() : contentType;
        return new RejectionException(
                RejectReason.UNSUPPORTED_FORMAT,
                "content type must be one of " + PayloadFormat.namesFor(address) + ", was " + Shown.text(shown));
    }

    private static MessageReader reader(PayloadFormat format) {
        MessageReader reader = READERS.get(format);
        if (reader == null) {
            throw new IllegalStateException("every format must have a reader, " + format + " had none");
        }
        return reader;
    }

    /** Its devices know no seq: there it is a metric like others. */
    private boolean isThingsBoard(String topic, @Nullable DeviceId authenticated) {
        try {
            return topics.of(topic, authenticated).dialect() == TopicAddress.Dialect.THINGSBOARD;
        } catch (RejectionException e) {
            return false;
        }
    }

    /** Opens the payload a second time: a refusal is the exception. */
    private List<SeqRef> readable(
            String topic, @Nullable String contentType, @Nullable String contentEncoding, byte[] payload) {
        try {
            byte[] plain = plain(contentEncoding, payload);
            PayloadFormat format = formatOf(topic, contentType, plain);
            return format == null ? List.of() : reader(format).identities(plain);
        } catch (RejectionException e) {
            return List.of();
        }
    }

    private Decoded stamped(TopicAddress address, List<Draft> drafts, long nowMillis) {
        String fault = StoredRoom.fault(drafts, limits);
        if (fault != null) {
            return new Decoded.Rejected(RejectReason.TOO_LARGE, fault, address.device(), StoredRoom.identities(drafts));
        }
        List<DeviceMessage> messages = new ArrayList<>(drafts.size());
        for (Draft draft : drafts) {
            messages.add(draft.finish(address.device(), stamper, nowMillis));
        }
        return new Decoded.Messages(messages);
    }
}
