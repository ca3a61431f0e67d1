package io.sluice.model.message;

import io.sluice.model.identity.IdentityMix;
import java.util.ArrayList;
import java.util.List;

/**
 * One publish of several messages of which some are {@linkplain Provenance#isKnownByContentOnly known by content only}.
 * What is sent again after a lost acknowledgement is a publish, whole: remembering one hash for it tells all its
 * messages for copies, however many they are.
 *
 * @param content a 64-bit hash of all its messages in their order; the same in each copy
 * @param firstCounter the counter of its first message in its (spool, partition): copies differ in it
 */
public record Publish(long content, long firstCounter) {

    /** The messages of one publish, which say so where they have to. */
    public static List<DeviceMessage> told(List<DeviceMessage> messages, long firstCounter) {
        if (messages.size() == 1
                || messages.stream().noneMatch(message -> message.provenance().isKnownByContentOnly())) {
            return messages;
        }
        long content = 0;
        for (DeviceMessage message : messages) {
            content = IdentityMix.mix(content, message.contentHash());
        }
        Provenance provenance = new Provenance(true, false, new Publish(content, firstCounter));
        List<DeviceMessage> told = new ArrayList<>(messages.size());
        for (DeviceMessage message : messages) {
            told.add(message.provenance().isKnownByContentOnly() ? message.with(provenance) : message);
        }
        return told;
    }
}
