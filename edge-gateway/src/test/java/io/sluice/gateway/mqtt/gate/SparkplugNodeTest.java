package io.sluice.gateway.mqtt.gate;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.gateway.mqtt.FrontFixture;
import io.sluice.gateway.mqtt.PahoGoodbye;
import io.sluice.gateway.mqtt.TopicCollector;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.Test;

/** A Sparkplug node's whole conversation over a socket: with a will, after the gateway has forgotten its birth. */
class SparkplugNodeTest {
    private static final byte[] BY_ALIAS = HexFormat.of().parseHex("1204" + "1001" + "5005");
    private static final byte[] BIRTH = HexFormat.of().parseHex("1209" + "0a0174" + "1001" + "2003" + "5004");

    private static int publish(MqttAsyncClient node, String topic, byte[] payload) throws MqttException {
        IMqttToken token = node.publish(topic, new MqttMessage(payload, 1, false, null));
        token.waitForCompletion();
        return token.getReasonCodes()[0];
    }

    @Test
    void isBornAgainWhenItIsAskedTo() throws Exception {
        try (FrontFixture front = new FrontFixture(false)) {
            front.start();
            MqttAsyncClient node =
                    new MqttAsyncClient("tcp://127.0.0.1:" + front.port(), "node-1", new MemoryPersistence());
            List<String> asked = new CopyOnWriteArrayList<>();
            node.setCallback(new TopicCollector(asked));
            MqttConnectionOptions options = new MqttConnectionOptions();
            options.setWill("spBv1.0/plant-1/NDEATH/node-1", new MqttMessage(new byte[0]));
            node.connect(options).waitForCompletion();
            node.subscribe("spBv1.0/plant-1/NCMD/node-1/#", 1).waitForCompletion();

            assertEquals(0x99, publish(node, "spBv1.0/plant-1/NDATA/node-1", BY_ALIAS));
            await().until(() -> asked.contains("spBv1.0/plant-1/NCMD/node-1"));
            assertEquals(0, publish(node, "spBv1.0/plant-1/NBIRTH/node-1", BIRTH));
            assertEquals(0, publish(node, "spBv1.0/plant-1/NDATA/node-1", BY_ALIAS));

            List<DeviceMessage> taken = front.log.messages();
            assertEquals(DeviceId.of("plant-1", "node-1"), taken.get(1).device());
            assertEquals("t", taken.get(1).metric(0));
            assertEquals(5, taken.get(1).number(0));
            PahoGoodbye.say(node);
        }
    }
}
