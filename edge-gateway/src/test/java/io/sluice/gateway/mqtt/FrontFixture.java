package io.sluice.gateway.mqtt;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.gateway.access.Access;
import io.sluice.gateway.mqtt.listen.ListenerTls;
import io.sluice.gateway.mqtt.listen.MqttSettings;
import io.sluice.kit.health.HealthRegistry;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Setting;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import io.sluice.model.payload.PayloadDecoder;
import io.sluice.model.payload.draft.IdentityStamper.Identity;
import io.sluice.model.payload.draft.PayloadLimits;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/** A front on free ports, over a log in memory that commits by itself. */
public final class FrontFixture implements AutoCloseable {
    public final FakeDurableLog log;
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final HealthRegistry health = new HealthRegistry();
    private final MqttFront front;

    public FrontFixture(boolean localReadings) {
        this(new FakeDurableLog().committing(), settings().with(MqttSettings.LOCAL_READINGS, localReadings));
    }

    public FrontFixture(FakeDurableLog log, Settings settings) {
        this.log = log;
        AtomicLong seq = new AtomicLong();
        PayloadDecoder decoder =
                new PayloadDecoder(PayloadLimits.defaults(), device -> new Identity("stamped", seq.incrementAndGet()));
        front = new MqttFront(settings, locks(settings), log, decoder, meters, health);
    }

    /** All ports free ones. */
    public static Settings settings() {
        List<Setting<?>> declared = new ArrayList<>(CommonSettings.all());
        declared.addAll(MqttSettings.all());
        return Settings.defaults(declared)
                .with(MqttSettings.PORT, 0)
                .with(MqttSettings.WEBSOCKET_PORT, 0)
                .with(MqttSettings.TLS_PORT, 0);
    }

    private static MqttFront.Locks locks(Settings settings) {
        try {
            return new MqttFront.Locks(
                    ListenerTls.load(settings).orElse(null), Access.load(settings, Clock.systemUTC()));
        } catch (SettingsException e) {
            throw new AssertionError("the fixture's files must be good", e);
        }
    }

    public void start() throws Exception {
        front.start();
    }

    public int port() {
        return front.port();
    }

    public int websocketPort() {
        return front.websocketPort().orElseThrow();
    }

    public OptionalInt tlsPort() {
        return front.tlsPort();
    }

    public boolean isLive() {
        return health.live().lines().stream().allMatch(line -> line.state().isUp());
    }

    /** As if a session loop of its broker had died. */
    void killBroker() {
        front.brokerFailed(new IllegalStateException("dead"));
    }

    public String readyJson() {
        return health.ready().toJson();
    }

    public boolean isReady() {
        return health.ready().lines().stream().allMatch(line -> line.state().isUp());
    }

    @Override
    public void close() {
        front.close();
        log.close();
    }
}
