package io.sluice.launcher.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.gateway.mqtt.listen.MqttSettings;
import io.sluice.kit.lifecycle.EnvironmentException;
import io.sluice.kit.settings.Settings;
import io.sluice.launcher.settings.LauncherSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MqttListenersTest {
    private static final Settings OPEN = Settings.defaults(LauncherSettings.all())
            .with(MqttSettings.PORT, 0)
            .with(MqttSettings.TLS_PORT, 0)
            .with(MqttSettings.WEBSOCKET_PORT, 0);

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

    @Test
    void aGatewayYetToStartHasPortsWhereItsSettingsLeaveThemOpen() throws Exception {
        assertLines(OPEN, "mqtt       mqtt://127.0.0.1:[1-9]\\d*", "websocket  ws://127.0.0.1:[1-9]\\d*/mqtt");
        assertLines(
                OPEN.with(MqttSettings.TLS_CERTIFICATE, Path.of("gateway.pem")),
                "mqtt       mqtt://127.0.0.1:[1-9]\\d*",
                "mqtts      mqtts://127.0.0.1:[1-9]\\d*",
                "websocket  ws://127.0.0.1:[1-9]\\d*/mqtt");
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            Settings settings = OPEN.with(MqttSettings.WEBSOCKET_PORT, port);
            String message = assertThrows(EnvironmentException.class, () -> MqttListeners.of(settings))
                    .getMessage();
            String start = "mqtt.websocket.port must be free, was " + port + " on 127.0.0.1 (";
            assertTrue(String.valueOf(message).startsWith(start), message);
        }
    }

    private static void assertLines(Settings settings, String... patterns) throws Exception {
        assertLinesMatch(List.of(patterns), printed(MqttListeners.of(settings)));
    }

    private static List<String> printed(MqttListeners listeners) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        listeners.print(out);
        out.flush();
        return text.toString().lines().toList();
    }
}
