package io.sluice.gateway.spool;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.payload.draft.IdentityStamper;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gives identities to messages that came without one: dense per device from 1, within an epoch that no other start of
 * the gateway has. Done by the writer as it appends, so that a publish that is refused or lost before it is durable
 * leaves no gap. A device that fell out of the bounded table comes back under a further epoch, never under used seqs.
 * Belongs to the writer thread.
 */
final class IdentityAssigner {
    private final String baseEpoch;
    private final Map<DeviceId, Last> lastByDevice;
    private long evictions;

    IdentityAssigner(String baseEpoch, int maxDevices) {
        this.baseEpoch = baseEpoch;
        this.lastByDevice = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<DeviceId, Last> eldest) {
                if (size() <= maxDevices) {
                    return false;
                }
                evictions++;
                return true;
            }
        };
    }

    IdentityStamper.Identity next(DeviceId device) {
        Last last = lastByDevice.computeIfAbsent(device, d -> new Last(epochNow()));
        return new IdentityStamper.Identity(last.epoch, ++last.seq);
    }

    private String epochNow() {
        return evictions == 0 ? baseEpoch : baseEpoch + "." + evictions;
    }

    private static final class Last {
        private final String epoch;
        private long seq;

        private Last(String epoch) {
            this.epoch = epoch;
        }
    }
}
