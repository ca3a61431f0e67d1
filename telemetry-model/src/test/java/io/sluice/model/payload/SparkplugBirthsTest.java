package io.sluice.model.payload;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sluice.model.payload.proto.SparkplugMetricRecord;
import org.junit.jupiter.api.Test;

class SparkplugBirthsTest {
    private static SparkplugTopic birthOf(String node) {
        return SparkplugTopic.parse("spBv1.0/g/NBIRTH/" + node);
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
}
