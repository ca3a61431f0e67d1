package io.sluice.model.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.sluice.model.identity.DeviceId;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PublishTest {
    private static final Provenance TS_ONLY = new Provenance(true, false);

    @Test
    void copiesHaveTheSameContentWhateverTheGatewayStamped() {
        Publish first =
                publishOf(Publish.told(List.of(message("gw-1", 1, 10, TS_ONLY), message("gw-1", 2, 11, TS_ONLY)), 5));
        Publish copy =
                publishOf(Publish.told(List.of(message("gw-2", 8, 10, TS_ONLY), message("gw-2", 9, 11, TS_ONLY)), 7));

        assertEquals(first.content(), copy.content());
        assertEquals(5, first.firstCounter());
        assertEquals(7, copy.firstCounter());
    }

    @Test
    void anotherOrderOrAnotherMessageIsAnotherContent() {
        DeviceMessage one = message("gw-1", 1, 10, TS_ONLY);
        DeviceMessage two = message("gw-1", 2, 11, TS_ONLY);
        long content = publishOf(Publish.told(List.of(one, two), 0)).content();

        assertNotEquals(content, publishOf(Publish.told(List.of(two, one), 0)).content());
        assertNotEquals(content, publishOf(Publish.told(List.of(one, one), 0)).content());
        assertNotEquals(
                content, publishOf(Publish.told(List.of(one, two, two), 0)).content());
    }

    @Test
    void aMessageThatCameAloneOrHasAnotherWayToBeKnownSaysNothing() {
        List<DeviceMessage> alone = List.of(message("gw-1", 1, 10, TS_ONLY));
        List<DeviceMessage> own =
                List.of(message("e", 1, 10, Provenance.DEVICE), message("e", 2, 11, Provenance.DEVICE));
        List<DeviceMessage> mixed = Publish.told(
                List.of(message("gw-1", 1, 10, TS_ONLY), message("gw-1", 2, 11, new Provenance(true, true))), 0);

        assertSame(alone, Publish.told(alone, 0));
        assertSame(own, Publish.told(own, 0));
        assertNotNull(mixed.get(0).provenance().publish());
        assertNull(mixed.get(1).provenance().publish());
    }

    private static Publish publishOf(List<DeviceMessage> messages) {
        return Objects.requireNonNull(messages.get(0).provenance().publish());
    }

    private static DeviceMessage message(String epoch, long seq, long ts, Provenance provenance) {
        return new DeviceMessage(
                DeviceId.of("s", "d"),
                epoch,
                seq,
                ts,
                provenance,
                new String[] {"t"},
                new ReadingKind[] {ReadingKind.NUMBER},
                new double[] {21.4},
                null);
    }
}
