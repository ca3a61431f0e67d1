package io.sluice.model.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceIdTest {

    @Test
    void aDeviceReadsAsSiteSlashDevice() {
        DeviceId device = DeviceId.of("plant-1", "pump:7_a.B");

        assertEquals("plant-1/pump:7_a.B", device.toString());
        assertEquals(device, DeviceId.parse("plant-1/pump:7_a.B"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "ä", "a#", "a+", "a/b", "a\n", "a|b"})
    void anIdOutsideTheAlphabetIsNone(String id) {
        assertEquals(Optional.empty(), DeviceId.tryOf(id, "d"));
        assertEquals(Optional.empty(), DeviceId.tryOf("s", id));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> DeviceId.of("s", id));
        assertEquals("device must be 1 to 64 characters of [A-Za-z0-9_.:-], was " + id, e.getMessage());
    }

    @Test
    void anIdHasAtMostSixtyFourCharacters() {
        assertTrue(DeviceId.tryOf("s".repeat(64), "d".repeat(64)).isPresent());
        assertEquals(Optional.empty(), DeviceId.tryOf("s".repeat(65), "d"));
    }

    @Test
    void aTextWithoutASlashIsNoDevice() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> DeviceId.parse("plant"));
        assertEquals("device must be site/device, was plant", e.getMessage());
    }

    @Test
    void devicesSortBySiteThenDevice() {
        assertTrue(DeviceId.of("a", "z").compareTo(DeviceId.of("b", "a")) < 0);
        assertTrue(DeviceId.of("a", "a").compareTo(DeviceId.of("a", "b")) < 0);
    }
}
