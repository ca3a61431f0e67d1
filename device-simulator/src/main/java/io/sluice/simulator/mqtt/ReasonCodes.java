package io.sluice.simulator.mqtt;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttReasonCodes;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What MQTT's reason codes mean, in words (MQTT 5, 2.4). */
final class ReasonCodes {
    /** What is longer than the broker takes. */
    static final int PACKET_TOO_LARGE = 0x95;

    private static final Map<Integer, String> WORDS = words();

    private ReasonCodes() {}

    /** Such as {@code not-authorized}. */
    static String words(int reasonCode) {
        return WORDS.getOrDefault(reasonCode, "unknown");
    }

    private static Map<Integer, String> words() {
        Map<Integer, String> words = new HashMap<>();
        for (MqttConnectReturnCode code : MqttConnectReturnCode.values()) {
            put(words, code.byteValue(), code.name().replace("CONNECTION_REFUSED_", ""));
        }
        for (MqttReasonCodes.PubAck code : MqttReasonCodes.PubAck.values()) {
            put(words, code.byteValue(), code.name());
        }
        for (MqttReasonCodes.Disconnect code : MqttReasonCodes.Disconnect.values()) {
            if ((code.byteValue() & 0x80) != 0) {
                put(words, code.byteValue(), code.name());
            }
        }
        return words;
    }

    private static void put(Map<Integer, String> words, byte code, String name) {
        words.put(code & 0xff, name.toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
