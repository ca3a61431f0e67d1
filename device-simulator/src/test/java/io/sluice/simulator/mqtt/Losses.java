package io.sluice.simulator.mqtt;

import java.util.ArrayList;
import java.util.List;

/** Writes down how a connection ended. */
record Losses(List<Setback> setbacks, List<ConnectFailure> told) implements ConnectionEvents {
    static final ConnectFailure BROKEN = new ConnectFailure("broken", "", Setback.LOST);

    Losses() {
        this(new ArrayList<>(), new ArrayList<>());
    }

    @Override
    public void connected(BrokerLimits limits, boolean sessionPresent) {}

    @Override
    public void received(int packetId) {}

    @Override
    public void acknowledged(int packetId, int reasonCode, String said) {}

    @Override
    public void writable() {}

    @Override
    public void commanded(byte[] command) {}

    @Override
    public void failed(ConnectFailure failure) {
        told.add(failure);
    }

    @Override
    public void broken() {
        told.add(BROKEN);
    }

    @Override
    public void lost(Setback setback) {
        setbacks.add(setback);
    }
}
