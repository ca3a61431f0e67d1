package io.sluice.simulator.mqtt;

import java.util.SplittableRandom;

class PahoLinkTest extends DeviceLinkContract {

    @Override
    DeviceLink link(LinkOptions options, SplittableRandom random, PublicationListener listener) {
        return new PahoLink(options, random, listener, new Failures());
    }
}
