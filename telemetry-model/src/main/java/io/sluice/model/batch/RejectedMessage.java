package io.sluice.model.batch;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.SeqRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A publish that was refused, kept with its reason. It takes one counter, whatever it held.
 *
 * @param counter dense counter in its (spool, partition)
 * @param device the device the topic named, where it could be read
 * @param readable the identities that could be read from the payload; may be empty
 * @param topic MQTT topic name as received
 * @param payload the original bytes; not copied
 * @param atMillis when the gateway refused it
 */
public record RejectedMessage(
        long counter,
        RejectReason reason,
        String detail,
        @Nullable DeviceId device,
        List<SeqRef> readable,
        String topic,
        byte[] payload,
        long atMillis) {
    public RejectedMessage {
        readable = List.copyOf(readable);
    }
}
