package io.sluice.simulator;

import io.sluice.model.identity.DeviceId;
import io.sluice.simulator.certificate.FleetAuthority;
import io.sluice.simulator.fleet.DeviceVoice;
import io.sluice.simulator.fleet.Outbox;
import io.sluice.simulator.fleet.SimulatedDevice;
import io.sluice.simulator.mqtt.Answer;
import io.sluice.simulator.mqtt.BrokerAccess;
import io.sluice.simulator.mqtt.DeviceLink;
import io.sluice.simulator.mqtt.LinkLoops;
import io.sluice.simulator.mqtt.LinkOptions;
import io.sluice.simulator.mqtt.PahoLink;
import io.sluice.simulator.mqtt.PassengerLink;
import io.sluice.simulator.mqtt.Publication;
import io.sluice.simulator.mqtt.PublicationListener;
import io.sluice.simulator.mqtt.PublishTally;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Gives a fleet's devices their links: one each, but one for all that are behind one Sparkplug node. */
final class FleetConnections {
    private static final int MAX_IN_FLIGHT = 32;

    private final FleetOptions options;
    private final LinkLoops loops;
    private final SplittableRandom random;
    private final PublishTally tally;
    private final Map<DeviceId, Shared> shared = new HashMap<>();
    private int devices;

    private record Shared(DeviceLink link, DeviceVoice voice) {}

    FleetConnections(FleetOptions options, LinkLoops loops, SplittableRandom random, PublishTally tally) {
        this.options = options;
        this.loops = loops;
        this.random = random;
        this.tally = tally;
    }

    /** The first device of a link drives it. */
    Outbox outbox(SimulatedDevice device) {
        boolean isReference = devices++ < options.referenceDevices() && device.isPlain();
        Shared node = shared.get(device.connects());
        if (node != null) {
            return new Outbox(new PassengerLink(node.link), node.voice, tally);
        }
        DeviceVoice voice = device.voice();
        DeviceLink link = link(device, voice, isReference);
        if (device.type().devicesPerNode() > 1) {
            shared.put(device.connects(), new Shared(link, voice));
        }
        return new Outbox(link, voice, tally);
    }

    private DeviceLink link(SimulatedDevice device, DeviceVoice voice, boolean isReference) {
        LinkOptions link = new LinkOptions(
                options.broker(),
                "sim-" + device.connects(),
                MAX_IN_FLIGHT,
                device.type().buffer(),
                device.type().sessionSeconds(),
                voice,
                access(device));
        PublicationListener listener = new Listener(voice);
        return isReference
                ? new PahoLink(link, random.split(), listener, loops.failures())
                : loops.link(link, random.split(), listener);
    }

    private BrokerAccess access(SimulatedDevice device) {
        BrokerAccess access = options.access().of(device.connects());
        FleetAuthority authority = options.authority();
        return authority == null ? access : access.with(authority.certified(device.speaksFor()));
    }

    private final class Listener implements PublicationListener {
        private final DeviceVoice voice;

        private Listener(DeviceVoice voice) {
            this.voice = voice;
        }

        @Override
        public void settled(Publication publication, Answer answer) {
            tally.settled(publication, answer);
            voice.settled(publication);
        }

        @Override
        public void said(Publication publication) {
            tally.said(publication);
        }
    }
}
