package io.sluice.gateway.mqtt;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.gateway.access.LimitSettings;
import io.sluice.gateway.access.Limits;
import io.sluice.gateway.mqtt.connect.ConnectContext;
import io.sluice.gateway.mqtt.connect.Doorkeeper;
import io.sluice.gateway.mqtt.gate.FrontMeters;
import io.sluice.gateway.mqtt.gate.GateContext;
import io.sluice.gateway.mqtt.gate.HeldCommands;
import io.sluice.gateway.mqtt.gate.PublishBudgets;
import io.sluice.gateway.mqtt.gate.Rebirths;
import io.sluice.gateway.mqtt.gate.WaitingIntakes;
import io.sluice.gateway.mqtt.listen.MqttSettings;
import io.sluice.gateway.mqtt.session.SessionContext;
import io.sluice.gateway.mqtt.session.WillReader;
import io.sluice.gateway.mqtt.topic.TopicRules;
import io.sluice.gateway.spool.DurableLog;
import io.sluice.kit.settings.Settings;
import io.sluice.model.payload.PayloadDecoder;
import java.time.Clock;

/** What all connections share, by what they need it for, as the settings say. */
record SharedContexts(GateContext gate, SessionContext sessions, ConnectContext connects) {

    static SharedContexts of(
            Settings settings,
            DurableLog durableLog,
            PayloadDecoder decoder,
            MeterRegistry meters,
            EmbeddedMoquette broker,
            Doorkeeper doorkeeper,
            Limits limits) {
        TopicRules rules =
                new TopicRules(settings.get(MqttSettings.LOCAL_READINGS), settings.get(MqttSettings.LOCAL_TOPICS));
        FrontMeters frontMeters = new FrontMeters(meters);
        Clock clock = Clock.systemUTC();
        PublishBudgets budgets = new PublishBudgets(new PublishBudgets.Rates(
                settings.get(LimitSettings.MESSAGES), settings.get(LimitSettings.BYTES), System::nanoTime));
        GateContext gate = new GateContext(
                durableLog,
                decoder,
                rules,
                clock,
                frontMeters,
                broker,
                new HeldCommands(broker, System::nanoTime),
                new Rebirths(broker, System::nanoTime),
                new WaitingIntakes(),
                limits,
                budgets,
                settings.get(MqttSettings.QUOTA_ANSWER));
        SessionContext sessions = SessionContext.of(gate, durableLog.openExchanges());
        ConnectContext connects = new ConnectContext(
                doorkeeper,
                limits,
                rules,
                sessions,
                new WillReader(rules),
                frontMeters,
                clock,
                settings.get(MqttSettings.MAX_PACKET_BYTES));
        return new SharedContexts(gate, sessions, connects);
    }
}
