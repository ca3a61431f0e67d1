package io.sluice.simulator.fleet;

import io.sluice.model.identity.DeviceId;
import io.sluice.simulator.mqtt.DeviceLink;
import io.sluice.simulator.mqtt.Publication;
import io.sluice.simulator.mqtt.PublishTally;
import io.sluice.simulator.payload.Measurement;

/** A device's link as its script sees it, and the count of what it had no room for. Counters for any thread. */
public final class Outbox {
    private final DeviceLink link;
    private final DeviceVoice voice;
    private final PublishTally tally;
    private volatile long held;
    private volatile long dropped;

    public Outbox(DeviceLink link, DeviceVoice voice, PublishTally tally) {
        this.link = link;
        this.voice = voice;
        this.tally = tally;
    }

    public DeviceLink link() {
        return link;
    }

    /** What the device is to say of itself, when it comes to that. */
    void shows(DeviceId device, Measurement standing) {
        voice.shows(device, standing);
    }

    /** False where the device has no room left. */
    boolean publish(Publication publication) {
        tally.published();
        boolean taken = link.publish(publication);
        if (!taken) {
            tally.withdrawn();
        }
        return taken;
    }

    /** So many messages are lost before anyone heard of them. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void drop(int messages) {
        dropped += messages;
    }

    /** The device could not measure. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void hold() {
        held++;
    }

    /** Messages that were not made since there was no room for them. */
    public long held() {
        return held;
    }

    /** Messages that were made and lost on the device since there was no room for them. */
    public long dropped() {
        return dropped;
    }
}
