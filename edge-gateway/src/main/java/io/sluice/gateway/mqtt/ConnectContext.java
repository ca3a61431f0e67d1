package io.sluice.gateway.mqtt;

import io.sluice.gateway.access.Limits;
import java.time.Clock;

/** What the beginnings of all connections share. */
record ConnectContext(
        Doorkeeper doorkeeper,
        Limits limits,
        TopicRules rules,
        SessionKeeper.Shared sessions,
        WillReader wills,
        FrontMeters meters,
        Clock clock,
        long maxPacketBytes) {}
