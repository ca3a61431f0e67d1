package io.sluice.gateway.spool;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.payload.Decoded;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is made durable at once: a publish, taken whole or refused whole, a death, or a word about a session or will.
 */
public sealed interface SpoolEntry {

    /** The exchange that begins with this entry, null where none does that has to be known after a crash. */
    default @Nullable Exchange opens() {
        return null;
    }

    /** The id of the {@link Will} that says or ends with this entry, 0 where none does. */
    default long will() {
        return 0;
    }

    /** At least one message, all of one device; identity and ts are final. */
    record Messages(List<DeviceMessage> messages, @Nullable Exchange opens, long will) implements SpoolEntry {
        public Messages {
            messages = List.copyOf(messages);
            if (messages.isEmpty()) {
                throw new IllegalArgumentException("messages must hold at least one, held none");
            }
        }

        public Messages(List<DeviceMessage> messages) {
            this(messages, null, 0);
        }
    }

    /**
     * @param topic MQTT topic name as received
     * @param payload the original bytes; not copied
     * @param atMillis when it was refused
     */
    record Rejected(
            Decoded.Rejected rejection,
            String topic,
            byte[] payload,
            long atMillis,
            @Nullable Exchange opens,
            long will)
            implements SpoolEntry {
        public Rejected(Decoded.Rejected rejection, String topic, byte[] payload, long atMillis) {
            this(rejection, topic, payload, atMillis, null, 0);
        }
    }

    /** PUBREL has come: from now on the packet id may stand for another publish. */
    record Released(Exchange exchange) implements SpoolEntry {}

    /** Its client has begun anew: whatever was open is not any more. */
    record SessionEnded(String session) implements SpoolEntry {}

    /** Its client is about to be let in. */
    record WillLeft(Will left) implements SpoolEntry {}

    /** It is not to be said any more, or there is nothing left to say. */
    record WillEnded(long will) implements SpoolEntry {}

    /** The device's client was lost, and with this its will, if it left one, has ended; takes no counter. */
    record Death(DeviceId device, long will) implements SpoolEntry {}

    /** The same without an exchange. */
    default SpoolEntry opensNothing() {
        if (this instanceof Messages of) {
            return new Messages(of.messages, null, of.will);
        }
        return this instanceof Rejected of
                ? new Rejected(of.rejection, of.topic, of.payload, of.atMillis, null, of.will)
                : this;
    }
}
