package io.sluice.launcher.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.gateway.mqtt.listen.MqttSettings;
import io.sluice.kit.lifecycle.EnvironmentException;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import io.sluice.launcher.settings.LauncherSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest(name = "{0} is told as {1}")
    @CsvSource({"127.0.0.2, 127.0.0.2", "0.0.0.0, 127.0.0.1", "::1, [::1]", "[::1], [::1]", "::, 127.0.0.1"})
    void anAddressIsToldAsItStandsInAUrl(String bind, String host) throws Exception {
        assumeTrue(hasAddress(bind), () -> "left out: this machine has no " + bind);
        MqttListeners listeners = MqttListeners.of(OPEN.with(CommonSettings.BIND_ADDRESS, bind));

        assertEquals(host, URI.create(listeners.mqttUrl()).getHost());
        for (String line : printed(listeners)) {
            assertEquals(host, URI.create(line.replaceFirst("\\w+ +", "")).getHost(), line);
        }
    }

    private static boolean hasAddress(String address) {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            return any.isBound();
        } catch (IOException e) {
            return false;
        }
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
