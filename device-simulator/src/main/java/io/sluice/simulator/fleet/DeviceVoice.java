package io.sluice.simulator.fleet;

import io.sluice.model.identity.DeviceId;
import io.sluice.simulator.mqtt.Manners;
import io.sluice.simulator.mqtt.Publication;
import io.sluice.simulator.payload.Measurement;

/** How one device behaves on its connections, or a node for those behind it. */
public interface DeviceVoice extends Manners {

    /**
     * What the device shows from now on to whoever asks; first before the first connection. From its script's thread.
     */
    default void shows(DeviceId device, Measurement standing) {}

    /** The publication has its last answer. On the link's thread. */
    default void settled(Publication publication) {}
}
