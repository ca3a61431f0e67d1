package io.sluice.model.payload;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.SeqRef;
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
     * A Sparkplug death: no telemetry, but what the gateway tells everyone of.
     *
     * @param devices at least one: whom the topic speaks of, and behind a node the devices of it that were born
     */
    record Died(List<DeviceId> devices) implements Decoded {
        public Died {
            devices = List.copyOf(devices);
            if (devices.isEmpty()) {
                throw new IllegalArgumentException("devices must hold at least one, held none");
            }
        }

        /** For where it can only be kept as it came. */
        public Rejected asRejected() {
            DeviceId named = devices.get(0);
            return new Rejected(
                    RejectReason.DEVICE_DEATH,
                    "Sparkplug payload must be a birth or data, was the death of " + named,
                    named,
                    List.of());
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
