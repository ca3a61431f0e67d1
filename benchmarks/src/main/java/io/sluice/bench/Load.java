package io.sluice.bench;

/** @param inFlight publishes that each connection has sent and not yet been answered */
public record Load(int connections, int inFlight) {
    @Override
    public String toString() {
        return connections + " × " + inFlight;
    }
}
