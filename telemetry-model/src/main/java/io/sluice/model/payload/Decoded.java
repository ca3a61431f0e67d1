package io.sluice.model.payload;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a payload turned out to be. A publish is taken whole or refused whole. */
public sealed interface Decoded {

    /** At least one message, all of one device. */
    record Messages(List<DeviceMessage> messages) implements Decoded {
        public Messages {
            messages = List.copyOf(messages);
        }
    }

    /**
     * @param detail names the thing, the rule and the value
     * @param device the device the topic names, null where the topic names none
     */
    record Rejected(
            RejectReason reason, String detail, @Nullable DeviceId device, List<SeqRef> readable) implements Decoded {
        public Rejected {
            readable = List.copyOf(readable);
        }
    }
}
