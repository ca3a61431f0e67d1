package io.sluice.model.payload.draft;

import io.sluice.model.identity.DeviceId;

/** Gives an identity to the messages of devices that send none. */
public interface IdentityStamper {

    /** Consumes an identity: called only once the publish is otherwise accepted. */
    Identity next(DeviceId device);

    record Identity(String epoch, long seq) {}
}
