package io.sluice.gateway.mqtt.gate;

import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.model.message.DeviceMessage;

/**
 * What became durable together is counted here first: counters that threads share are added to once, not per message.
 */
final class CommitTally {
    private final FrontMeters meters;
    private final int[] acceptedByQos = new int[FrontMeters.QOS_LEVELS];
    private long readings;

    CommitTally(FrontMeters meters) {
        this.meters = meters;
    }

    void add(Answer answer) {
        SpoolEntry entry = answer.takeEntry();
        if (entry instanceof SpoolEntry.Rejected rejected) {
            meters.rejected(rejected.rejection().reason(), answer.qos());
        } else if (entry instanceof SpoolEntry.Messages accepted) {
            acceptedByQos[answer.qos()]++;
            for (DeviceMessage message : accepted.messages()) {
                readings += message.size();
            }
        }
    }

    void tell() {
        meters.accepted(acceptedByQos, readings);
    }
}
