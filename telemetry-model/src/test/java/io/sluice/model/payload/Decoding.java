package io.sluice.model.payload;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.payload.draft.IdentityStamper;
import io.sluice.model.payload.draft.PayloadLimits;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/** A decoder as a gateway has it, and what comes out of it in words. */
public final class Decoding {
    public static final long NOW = 1_732_412_345_678L;
    public static final String TOPIC = "telemetry/s/d";

    private Decoding() {}

    public static PayloadDecoder decoder() {
        return decoder(TopicFormats.NONE);
    }

    static PayloadDecoder decoder(TopicFormats formats) {
        return new PayloadDecoder(PayloadLimits.defaults(), device -> new IdentityStamper.Identity("gw", 1), formats);
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    public static List<DeviceMessage> taken(Decoded decoded) {
        return assertInstanceOf(Decoded.Messages.class, decoded, decoded::toString)
                .messages();
    }

    public static Decoded.Rejected refused(Decoded decoded) {
        return assertInstanceOf(Decoded.Rejected.class, decoded, decoded::toString);
    }

    public static List<DeviceId> died(Decoded decoded) {
        return assertInstanceOf(Decoded.Died.class, decoded, decoded::toString).devices();
    }

    /** {@code reason: detail}. */
    public static String fault(Decoded decoded) {
        Decoded.Rejected rejected = refused(decoded);
        return rejected.reason().label() + ": " + rejected.detail();
    }

    /** {@code {metric=value}} in the order of the names, text in quotes. */
    public static String values(DeviceMessage message) {
        TreeMap<String, Object> values = new TreeMap<>();
        for (int i = 0; i < message.size(); i++) {
            values.put(
                    message.metric(i),
                    switch (message.kind(i)) {
                        case NUMBER -> message.number(i);
                        case BOOLEAN -> message.number(i) != 0;
                        case TEXT -> "'" + message.text(i) + "'";
                    });
        }
        return values.toString();
    }
}
