package io.sluice.simulator.mqtt;

/** Another's link: what is published goes out on it, and when it has a connection the other decides. */
public final class PassengerLink implements DeviceLink {
    private final DeviceLink driven;

    public PassengerLink(DeviceLink driven) {
        this.driven = driven;
    }

    @Override
    public void start() {}

    @Override
    public boolean publish(Publication publication) {
        return driven.publish(publication);
    }

    @Override
    public boolean isConnected() {
        return driven.isConnected();
    }

    @Override
    public void suspend() {}

    @Override
    public void resume() {}

    @Override
    public int outstanding() {
        return driven.outstanding();
    }

    @Override
    public void close() {}
}
