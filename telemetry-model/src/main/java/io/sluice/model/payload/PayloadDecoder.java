package io.sluice.model.payload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.sluice.model.message.DeviceMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a device published into messages, or into a typed rejection: never an exception, whatever the bytes are.
 * Thread-safe as far as the stamper is.
 */
public final class PayloadDecoder {
    private static final String JSON = "application/json";
    private static final String PLAIN_TEXT = "text/plain";

    private static final JsonFactory STRICT =
            factory().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private static final JsonFactory LENIENT = factory().build();

    private final PayloadLimits limits;
    private final IdentityStamper stamper;

    public PayloadDecoder(PayloadLimits limits, IdentityStamper stamper) {
        this.limits = limits;
        this.stamper = stamper;
    }

    /**
     * NaN and infinities are let through to be refused by name; lengths are bounded by the packet and by our checks.
     */
    private static JsonFactoryBuilder factory() {
        return new JsonFactoryBuilder()
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNumberLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .build());
    }

    /**
     * @param contentType MQTT 5 content type, null where none was sent
     * @param contentEncoding user property {@code content-encoding}, null where none was sent
     * @param nowMillis the gateway's clock: stamped where ts is missing, and the middle of the window that ts must be
     *     in
     */
    public Decoded decode(
            String topic,
            @Nullable String contentType,
            @Nullable String contentEncoding,
            byte[] payload,
            long nowMillis) {
        try {
            TopicAddress address = TopicAddress.parse(topic);
            checkSize(payload);
            checkFormat(address, contentType, contentEncoding);
            checkCharacters(payload);
            return stamped(address, drafts(address, payload, nowMillis), nowMillis);
        } catch (RejectionException e) {
            return rejected(e.reason(), e.detail(), topic, payload);
        }
    }

    private void checkSize(byte[] payload) {
        if (payload.length > limits.maxPacketBytes()) {
            throw new RejectionException(
                    RejectReason.TOO_LARGE,
                    "payload must be <= " + limits.maxPacketBytes() + " bytes, was " + payload.length);
        }
        if (payload.length == 0) {
            throw new RejectionException(RejectReason.NOT_PARSABLE, "payload must be JSON, was empty");
        }
    }

    private static void checkFormat(
            TopicAddress address, @Nullable String contentType, @Nullable String contentEncoding) {
        if (contentEncoding != null && !isOneOf(contentEncoding, "", "identity")) {
            throw new RejectionException(
                    RejectReason.UNSUPPORTED_FORMAT,
                    "content-encoding must be absent or identity, was " + Shown.text(contentEncoding));
        }
        String plain = address.metric() == null ? JSON : PLAIN_TEXT;
        if (contentType != null && !isOneOf(withoutParameters(contentType), "", JSON, plain)) {
            throw new RejectionException(
                    RejectReason.UNSUPPORTED_FORMAT,
                    "content type must be " + JSON + ", was " + Shown.text(contentType));
        }
    }

    private static String withoutParameters(String contentType) {
        int semicolon = contentType.indexOf(';');
        return semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    }

    private static boolean isOneOf(String value, String... known) {
        return List.of(known).contains(value.trim().toLowerCase(Locale.ROOT));
    }

    private static void checkCharacters(byte[] payload) {
        int end = Utf8.firstZeroOrFault(payload);
        if (end != payload.length) {
            throw new RejectionException(
                    RejectReason.NOT_PARSABLE,
                    end < 0
                            ? "payload must be valid UTF-8, was not"
                            : "payload must hold no zero bytes, held one at " + end);
        }
    }

    private List<Draft> drafts(TopicAddress address, byte[] payload, long nowMillis) {
        try (JsonParser parser = STRICT.createParser(payload)) {
            JsonMessages json = new JsonMessages(parser, limits, nowMillis);
            return address.metric() == null ? json.messages() : json.scalar(address.metric());
        } catch (StreamConstraintsException e) {
            throw new RejectionException(
                    RejectReason.TOO_DEEP, "JSON must stay within its bounds, did not: " + e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            throw new RejectionException(
                    RejectReason.NOT_PARSABLE,
                    "payload must be JSON, was not at byte " + e.getLocation().getByteOffset() + ": "
                            + Shown.text(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new RejectionException(
                    RejectReason.NOT_PARSABLE, "payload must be JSON, was not: " + Shown.text(String.valueOf(e)));
        }
    }

    private Decoded stamped(TopicAddress address, List<Draft> drafts, long nowMillis) {
        List<DeviceMessage> messages = new ArrayList<>(drafts.size());
        for (Draft draft : drafts) {
            messages.add(draft.finish(address.device(), stamper, nowMillis));
        }
        return new Decoded.Messages(messages);
    }

    private static Decoded rejected(RejectReason reason, String detail, String topic, byte[] payload) {
        return new Decoded.Rejected(
                reason,
                detail,
                TopicAddress.deviceIn(topic).orElse(null),
                reason == RejectReason.UNSUPPORTED_FORMAT ? List.of() : ReadableIdentities.in(payload, LENIENT));
    }
}
