package io.sluice.gateway.spool;

import io.sluice.model.message.DeviceMessage;
import io.sluice.model.payload.Decoded;
import java.util.List;

/** One publish, as it is made durable: taken whole or refused whole. */
public sealed interface SpoolEntry {

    /** At least one message, all of one device; identity and ts are final. */
    record Messages(List<DeviceMessage> messages) implements SpoolEntry {
        public Messages {
            messages = List.copyOf(messages);
            if (messages.isEmpty()) {
                throw new IllegalArgumentException("messages must hold at least one, held none");
            }
        }
    }

    /**
     * @param topic MQTT topic name as received
     * @param payload the original bytes; not copied
     * @param atMillis when it was refused
     */
    record Rejected(Decoded.Rejected rejection, String topic, byte[] payload, long atMillis) implements SpoolEntry {}
}
