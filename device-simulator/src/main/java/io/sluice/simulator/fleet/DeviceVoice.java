package io.sluice.simulator.fleet;

import io.sluice.simulator.mqtt.Manners;
import io.sluice.simulator.payload.Measurement;

/** How one device behaves on its connections. */
public interface DeviceVoice extends Manners {

    /**
     * What the device shows from now on to whoever asks; first before its first connection. From its script's thread.
     */
    default void shows(Measurement standing) {}
}
