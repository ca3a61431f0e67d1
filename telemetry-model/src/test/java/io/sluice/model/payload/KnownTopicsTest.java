package io.sluice.model.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.payload.draft.TopicAddress;
import io.sluice.model.payload.rejection.RejectionException;
import org.junit.jupiter.api.Test;

class KnownTopicsTest {
    private static final DeviceId ONE = DeviceId.of("plant-1", "one");
    private static final DeviceId OTHER = DeviceId.of("plant-1", "other");

    private final KnownTopics topics = new KnownTopics();

    @Test
    void readsATopicThatComesAgainOnce() {
        TopicAddress first = topics.of("telemetry/plant-1/one", null);
        assertSame(first, topics.of(new String("telemetry/plant-1/one"), null));
        assertEquals(ONE, first.device());
    }

    @Test
    void tellsTopicsThatShareASlotApart() {
        // "Aa" and "BB" have one hash code, and so have topics that end so.
        assertEquals(
                "pump-Aa", topics.of("telemetry/plant-1/pump-Aa", null).device().device());
        assertEquals(
                "pump-BB", topics.of("telemetry/plant-1/pump-BB", null).device().device());
        assertEquals(
                "pump-Aa", topics.of("telemetry/plant-1/pump-Aa", null).device().device());
    }

    @Test
    void asksWhoPublishesEachTimeWhereTheTopicDoesNotSay() {
        assertEquals(ONE, topics.of(TopicAddress.THINGSBOARD_TOPIC, ONE).device());
        assertEquals(OTHER, topics.of(TopicAddress.THINGSBOARD_TOPIC, OTHER).device());
        assertThrows(RejectionException.class, () -> topics.of(TopicAddress.THINGSBOARD_TOPIC, null));
    }

    @Test
    void refusesWhatIsNoTopicEachTime() {
        for (int time = 0; time < 2; time++) {
            assertThrows(RejectionException.class, () -> topics.of("telemetry/plant 1/one", null));
        }
    }
}
