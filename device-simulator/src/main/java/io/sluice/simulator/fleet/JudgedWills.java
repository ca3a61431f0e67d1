package io.sluice.simulator.fleet;

import io.sluice.model.identity.DeviceId;
import io.sluice.simulator.mqtt.Publication;
import io.sluice.simulator.oracle.FleetHistory;
import io.sluice.simulator.oracle.WillHistory;
import org.jspecify.annotations.Nullable;

/** What a judged device leaves with its connections: a will each, written down before it is handed over. */
final class JudgedWills {
    private final DeviceId device;
    private final String epochPrefix;
    private final FleetHistory history;
    private final TrueMessages messages;
    private int connections;
    private @Nullable WillHistory last;

    /** @param epochPrefix of all the device's epochs */
    JudgedWills(DeviceId device, String epochPrefix, FleetHistory history, TrueMessages messages) {
        this.device = device;
        this.epochPrefix = epochPrefix;
        this.history = history;
        this.messages = messages;
    }

    /** The next connection is asked for: the one before has ended. */
    Publication next(long acknowledgedTs) {
        if (last != null) {
            last.ended(acknowledgedTs);
        }
        String epoch = epochPrefix + "w" + ++connections;
        last = history.will(device, epoch, acknowledgedTs);
        return messages.will(acknowledgedTs, epoch);
    }

    /** On the connection that there is. */
    void acknowledged() {
        if (last != null) {
            last.kept();
        }
    }

    /** On the connection that there is. */
    void saidGoodbye() {
        if (last != null) {
            last.saidGoodbye();
        }
    }
}
