package io.sluice.model.payload.sparkplug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.payload.proto.SparkplugMetricRecord;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SparkplugBirthsTest {
    private static SparkplugTopic birthOf(String node) {
        return SparkplugTopic.parse("spBv1.0/g/NBIRTH/" + node);
    }

    private static SparkplugTopic ofDevice(String type, String device) {
        return SparkplugTopic.parse("spBv1.0/g/" + type + "/a/" + device);
    }

    private static List<String> whoDies(SparkplugBirths births, @Nullable Long session) {
        return births.died(SparkplugTopic.parse("spBv1.0/g/NDEATH/a"), session).stream()
                .map(DeviceId::device)
                .toList();
    }

    private static SparkplugNames names(int count) {
        SparkplugMetricRecord.Builder[] metrics = new SparkplugMetricRecord.Builder[count];
        for (int i = 0; i < count; i++) {
            metrics[i] = Sparkplugged.named("m" + i, 10).setAlias(i);
        }
        return SparkplugNames.of(SparkplugPayload.read(Sparkplugged.payload(metrics)));
    }

    @Test
    void beyondTheBoundTheMostSilentNodesAreForgotten() {
        SparkplugNames ten = names(10);
        SparkplugBirths births = new SparkplugBirths(2 * ten.bytes());
        births.born(birthOf("a"), ten, null);
        births.born(birthOf("b"), names(10), null);
        births.find(birthOf("a"));

        births.born(birthOf("c"), names(10), null);

        assertNotNull(births.find(birthOf("a")));
        assertNull(births.find(birthOf("b")));
        assertNotNull(births.find(birthOf("c")));
    }

    /** Twenty of a sixteenth each. */
    @Test
    void largeNodesDisplaceEachOtherBeforeTheySayAnythingToTheOthers() {
        SparkplugNames large = names(200);
        SparkplugBirths births = new SparkplugBirths(16 * large.bytes());
        births.born(birthOf("a"), names(1), null);
        for (int i = 0; i < 20; i++) {
            births.born(birthOf("large-" + i), names(200), null);
        }

        assertNotNull(births.find(birthOf("a")));
        assertNull(births.find(birthOf("large-0")));
        assertNotNull(births.find(birthOf("large-19")));
    }

    @Test
    void aNameThatABirthRepeatsTakesItsRoomOnce() {
        SparkplugMetricRecord.Builder[] metrics = new SparkplugMetricRecord.Builder[100];
        Arrays.setAll(metrics, i -> Sparkplugged.named("m0", 10).setAlias(0));

        assertEquals(
                names(1).bytes(),
                SparkplugNames.of(SparkplugPayload.read(Sparkplugged.payload(metrics)))
                        .bytes());
    }

    @Test
    void eachAliasOfANameTakesRoom() {
        SparkplugMetricRecord.Builder[] metrics = new SparkplugMetricRecord.Builder[100];
        Arrays.setAll(metrics, i -> Sparkplugged.named("m0", 10).setAlias(i));

        long bytes = SparkplugNames.of(SparkplugPayload.read(Sparkplugged.payload(metrics)))
                .bytes();
        assertTrue(bytes > 100 * 200, "was " + bytes);
    }

    @Test
    void whatIsBornAgainTakesItsRoomOnce() {
        SparkplugNames ten = names(10);
        SparkplugBirths births = new SparkplugBirths(3 * ten.bytes());
        SparkplugTopic device = SparkplugTopic.parse("spBv1.0/g/DBIRTH/a/d");
        births.born(birthOf("b"), ten, null);
        births.born(birthOf("a"), ten, null);
        for (int i = 0; i < 9; i++) {
            births.born(device, names(10), null);
        }
        for (int i = 0; i < 9; i++) {
            births.died(device, null);
            births.born(device, names(10), null);
        }
        births.died(device, null);
        for (int i = 0; i < 9; i++) {
            births.born(birthOf("a"), names(10), null);
        }

        assertNotNull(births.find(birthOf("a")));
        assertNotNull(births.find(birthOf("b")));
        assertNull(births.find(device));
    }

    @Test
    void withANodeDieTheDevicesThatWereBornSinceItWasAndHaveNotDied() {
        SparkplugBirths births = new SparkplugBirths(SparkplugBirths.MAX_BYTES);
        births.born(ofDevice("DBIRTH", "before"), names(1), null);
        births.born(birthOf("a"), names(1), 5L);
        births.born(birthOf("b"), names(1), 5L);
        for (String device : List.of("z", "gone", "y", "again")) {
            births.born(ofDevice("DBIRTH", device), names(1), null);
        }
        births.died(ofDevice("DDEATH", "gone"), null);
        births.died(ofDevice("DDEATH", "again"), null);
        births.born(ofDevice("DBIRTH", "again"), names(1), null);

        assertEquals(List.of(), whoDies(births, 4L), "of the session before");
        assertEquals(List.of("a", "a:z", "a:y", "a:again"), whoDies(births, 5L));
        assertEquals(List.of("a"), whoDies(births, 5L));
        assertNotNull(births.find(birthOf("b")));
    }

    @Test
    void withANodeThatWasNeverBornDieTheDevicesThatWere() {
        SparkplugBirths births = new SparkplugBirths(SparkplugBirths.MAX_BYTES);
        births.born(ofDevice("DBIRTH", "d"), names(1), null);

        assertEquals(List.of("a", "a:d"), whoDies(births, 5L));
    }

    @Test
    void withANodeThatWasForgottenDieNoDevices() {
        SparkplugNames ten = names(10);
        SparkplugBirths births = new SparkplugBirths(2 * ten.bytes());
        births.born(birthOf("a"), ten, 5L);
        births.born(ofDevice("DBIRTH", "d"), names(10), null);
        births.born(birthOf("b"), names(10), null);

        assertEquals(List.of("a"), whoDies(births, 5L));
    }
}
