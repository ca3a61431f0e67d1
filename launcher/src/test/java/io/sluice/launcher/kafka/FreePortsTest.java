package io.sluice.launcher.kafka;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.kit.lifecycle.EnvironmentException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FreePortsTest {
    /** Linux begins at 32,768, others later (RFC 6335: 49,152). */
    private static final int FIRST_OF_THE_KERNEL_S = 32_768;

    @Test
    void noneThatTheKernelMayGiveToOthersAndNoneTwice() throws Exception {
        Set<Integer> picked = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            int port = FreePorts.pick("a port", 0);
            assertTrue(1_024 <= port && port < FIRST_OF_THE_KERNEL_S, "was " + port);
            assertTrue(picked.add(port), "twice: " + port);
        }
    }

    @Test
    void oneThatSomebodyHasIsPassedOver() throws Exception {
        int port = FreePorts.pick("a port", 0);
        try (ServerSocket next = new ServerSocket(port + 1, 1, InetAddress.getLoopbackAddress())) {
            assertNotEquals(next.getLocalPort(), FreePorts.pick("a port", 0));
        }
    }

    @Test
    void oneThatASettingHasNamedIsPassedOverBeforeItIsBound() throws Exception {
        int port = FreePorts.pick("a port", 0);
        FreePorts.pick("mqtt.port", port + 1);
        assertNotEquals(port + 1, FreePorts.pick("a port", 0));
    }

    @Test
    void oneThatIsAskedForMustBeFree() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            EnvironmentException refused =
                    assertThrows(EnvironmentException.class, () -> FreePorts.pick("mqtt.port", port));
            String message = String.valueOf(refused.getMessage());
            assertTrue(message.startsWith("mqtt.port must be free, was " + port + " on 127.0.0.1"), message);
        }
    }

    @Test
    void anAddressOfAnotherMachineIsRefusedAfterSomeTries() {
        EnvironmentException refused =
                assertThrows(EnvironmentException.class, () -> FreePorts.pick("mqtt.port", "192.0.2.1", 0));
        assertTrue(String.valueOf(refused.getMessage()).contains("on 192.0.2.1"), refused::getMessage);
    }
}
