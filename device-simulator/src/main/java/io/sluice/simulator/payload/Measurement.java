package io.sluice.simulator.payload;

import java.util.List;

/** One message of a device, before it is bytes. */
public record Measurement(long tsMillis, String epoch, long seq, List<Reading> readings) {
    public Measurement {
        readings = List.copyOf(readings);
    }
}
