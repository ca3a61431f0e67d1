package io.sluice.gateway.mqtt.gate;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.gateway.mqtt.packet.Protocol;
import org.junit.jupiter.api.Test;

class OpenCommandsTest {
    private final OpenCommands commands = new OpenCommands();

    @Test
    void areOpenUntilTheyAreReleased() {
        assertTrue(commands.isEmpty());
        commands.open(7, 1);
        assertTrue(commands.isOpen(7, 1));
        assertFalse(commands.isOpen(7, 2));
        assertFalse(commands.isOpen(8, 1));

        assertTrue(commands.release(7));
        assertFalse(commands.release(7));
        assertTrue(commands.isEmpty());
    }

    @Test
    void areNoMoreThanAClientMayHave() {
        for (int id = 1; id <= Protocol.RECEIVE_MAXIMUM; id++) {
            commands.open(id, id);
        }
        commands.open(1, 1);
        commands.open(60_000, 1);

        assertFalse(commands.isOpen(2, 2), "the oldest");
        assertTrue(commands.isOpen(1, 1));
        assertTrue(commands.isOpen(3, 3));
    }
}
