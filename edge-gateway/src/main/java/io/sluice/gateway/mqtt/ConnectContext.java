package io.sluice.gateway.mqtt;

import java.time.Clock;

/** What the beginnings of all connections share. */
record ConnectContext(
        Doorkeeper doorkeeper,
        TopicRules rules,
        DeliveryStates deliveries,
        FrontMeters meters,
        Clock clock,
        long maxPacketBytes) {}
