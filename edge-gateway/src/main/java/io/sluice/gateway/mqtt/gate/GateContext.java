package io.sluice.gateway.mqtt.gate;

import io.sluice.gateway.access.Limits;
import io.sluice.gateway.mqtt.topic.TopicRules;
import io.sluice.gateway.spool.DurableLog;
import io.sluice.model.payload.PayloadDecoder;
import java.time.Clock;

/** What the gates of all connections share. */
public record GateContext(
        DurableLog log,
        PayloadDecoder decoder,
        TopicRules rules,
        Clock clock,
        FrontMeters meters,
        LocalReading.Sink localReadings,
        HeldCommands commands,
        Rebirths rebirths,
        WaitingIntakes waiting,
        Limits limits,
        PublishBudgets budgets,
        boolean answersQuota) {}
