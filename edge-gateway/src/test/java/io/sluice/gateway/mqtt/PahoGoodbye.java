package io.sluice.gateway.mqtt;

import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * Ends a Paho client: its {@code disconnect} ends its threads, and nothing is left but garbage. Its {@code close} takes
 * from under those threads what they still use, and its {@code disconnectForcibly} always waits as long as it may.
 */
public final class PahoGoodbye {
    private static final int PATIENCE_MILLIS = 60_000;

    private PahoGoodbye() {}

    /** Sends a DISCONNECT. */
    public static void say(MqttAsyncClient paho) throws MqttException {
        paho.disconnect().waitForCompletion(PATIENCE_MILLIS);
    }

    /** Sends a DISCONNECT. */
    public static void say(MqttClient paho) throws MqttException {
        paho.disconnect();
    }
}
