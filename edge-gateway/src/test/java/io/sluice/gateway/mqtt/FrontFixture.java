package io.sluice.gateway.mqtt;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.kit.health.HealthRegistry;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Setting;
import io.sluice.kit.settings.Settings;
import io.sluice.model.payload.IdentityStamper.Identity;
import io.sluice.model.payload.PayloadDecoder;
import io.sluice.model.payload.PayloadLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A front on a free port, over a log in memory that commits by itself. */
final class FrontFixture implements AutoCloseable {
    final FakeDurableLog log = new FakeDurableLog().committing();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final HealthRegistry health = new HealthRegistry();
    private final MqttFront front;

    FrontFixture(boolean localReadings) {
        this(localReadings, 0);
    }

    FrontFixture(boolean localReadings, int port) {
        List<Setting<?>> declared = new ArrayList<>(CommonSettings.all());
        declared.addAll(MqttSettings.all());
        Settings settings = Settings.defaults(declared)
                .with(MqttSettings.PORT, port)
                .with(MqttSettings.LOCAL_READINGS, localReadings);
        AtomicLong seq = new AtomicLong();
        PayloadDecoder decoder =
                new PayloadDecoder(PayloadLimits.defaults(), device -> new Identity("stamped", seq.incrementAndGet()));
        front = new MqttFront(settings, log, decoder, meters, health);
    }

    void start() throws Exception {
        front.start();
    }

    int port() {
        return front.port();
    }

    boolean isLive() {
        return health.live().lines().stream().allMatch(line -> line.state().isUp());
    }

    boolean isReady() {
        return health.ready().lines().stream().allMatch(line -> line.state().isUp());
    }

    @Override
    public void close() {
        front.close();
        log.close();
    }
}
