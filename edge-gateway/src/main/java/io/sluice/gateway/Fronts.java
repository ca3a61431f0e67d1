package io.sluice.gateway;

import io.sluice.gateway.bridge.Bridge;
import io.sluice.gateway.bridge.BridgeSettings;
import io.sluice.gateway.mqtt.MqttFront;
import io.sluice.gateway.spool.DurableLog;
import io.sluice.gateway.spool.SharedLog;
import io.sluice.gateway.spool.Spool;
import io.sluice.gateway.spool.files.SpoolFiles;
import io.sluice.kit.lifecycle.ServiceContext;
import io.sluice.kit.settings.Settings;
import io.sluice.model.payload.PayloadDecoder;
import org.jspecify.annotations.Nullable;

/** Where messages come in: the listeners, and the bridge where one is set. */
record Fronts(MqttFront mqtt, @Nullable Bridge bridge) {

    static Fronts of(
            Settings settings,
            ServiceContext context,
            MqttFront.Locks locks,
            Spool spool,
            SpoolFiles files,
            PayloadDecoder decoder) {
        if (settings.find(BridgeSettings.URL).isEmpty()) {
            return new Fronts(mqtt(settings, context, locks, spool, decoder), null);
        }
        SharedLog shared = new SharedLog(spool);
        MqttFront mqtt = mqtt(settings, context, locks, shared.share(), decoder);
        Bridge bridge =
                new Bridge(settings, shared.share(), spool.id(), files, decoder, context.meters(), context.health());
        return new Fronts(mqtt, bridge);
    }

    private static MqttFront mqtt(
            Settings settings, ServiceContext context, MqttFront.Locks locks, DurableLog log, PayloadDecoder decoder) {
        return new MqttFront(settings, locks, log, decoder, context.meters(), context.health());
    }

    void start() throws Exception {
        mqtt.start();
        if (bridge != null) {
            bridge.start();
        }
    }

    /** What was taken and becomes durable is still acknowledged. */
    void close() {
        if (bridge != null) {
            bridge.close();
        }
        mqtt.close();
    }
}
