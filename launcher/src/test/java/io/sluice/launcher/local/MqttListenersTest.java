package io.sluice.launcher.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MqttListenersTest {
    @Test
    void eachOpenListenerHasALineTheOneWithTlsToo() {
        assertEquals(
                List.of(
                        "mqtt       mqtt://127.0.0.1:1883",
                        "mqtts      mqtts://127.0.0.1:8883",
                        "websocket  ws://127.0.0.1:8083/mqtt"),
                printed(new MqttListeners("127.0.0.1", 1883, OptionalInt.of(8883), OptionalInt.of(8083))));
    }

    @Test
    void aListenerThatIsOffHasNone() {
        assertEquals(
                List.of("mqtt       mqtt://127.0.0.1:1883"),
                printed(new MqttListeners("127.0.0.1", 1883, OptionalInt.empty(), OptionalInt.empty())));
    }

    private static List<String> printed(MqttListeners listeners) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        listeners.print(out);
        out.flush();
        return text.toString().lines().toList();
    }
}
