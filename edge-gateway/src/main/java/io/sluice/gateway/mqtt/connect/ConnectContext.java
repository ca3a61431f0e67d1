package io.sluice.gateway.mqtt.connect;

import io.sluice.gateway.access.Limits;
import io.sluice.gateway.mqtt.gate.FrontMeters;
import io.sluice.gateway.mqtt.session.SessionContext;
import io.sluice.gateway.mqtt.session.WillReader;
import io.sluice.gateway.mqtt.topic.TopicRules;
import java.time.Clock;

/** What the beginnings of all connections share. */
public record ConnectContext(
        Doorkeeper doorkeeper,
        Limits limits,
        TopicRules rules,
        SessionContext sessions,
        WillReader wills,
        FrontMeters meters,
        Clock clock,
        long maxPacketBytes) {}
