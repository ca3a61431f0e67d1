package io.sluice.gateway.mqtt;

import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * Ends a Paho client on the caller's own thread. Its {@code disconnect} returns before its own threads are done, and
 * {@code close} then takes from under them what they still use: their uncaught exception fails whichever test awaits.
 */
public final class PahoGoodbye {
    private static final int PATIENCE_MILLIS = 5_000;

    private PahoGoodbye() {}

    /** Sends a DISCONNECT. */
    public static void say(MqttAsyncClient paho) throws MqttException {
        paho.disconnectForcibly(0, PATIENCE_MILLIS, true);
        paho.close(true);
    }

    /** Sends a DISCONNECT. */
    public static void say(MqttClient paho) throws MqttException {
        paho.disconnectForcibly(0, PATIENCE_MILLIS, true);
        paho.close(true);
    }
}
