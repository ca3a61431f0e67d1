package io.sluice.gateway.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DevicePatternTest {
    @ParameterizedTest(name = "{0} for {1}/{2}: {3}")
    @CsvSource({
        "plant-1/pump-7, plant-1, pump-7, true",
        "plant-1/pump-7, plant-1, pump-77, false",
        "plant-1/pump-7, plant-2, pump-7, false",
        "plant-1/*, plant-1, pump-7, true",
        "plant-1/*, plant-10, pump-7, false",
        "plant-1/pump-*, plant-1, pump-7, true",
        "plant-1/pump-*, plant-1, fan-7, false",
        "plant-*/pump-7, plant-9, pump-7, true",
        "*/*, any, one, true",
    })
    void matches_the_devices_that_it_says(String pattern, String site, String device, boolean matches) {
        assertEquals(matches, DevicePattern.parse(pattern).matches(site, device));
    }

    @ParameterizedTest(name = "{0} covers {1}/{2}: {3}")
    @CsvSource({
        "plant-1/pump-7, plant-1, pump-7, true",
        "plant-1/pump-7, plant-1, +, false",
        "plant-1/*, plant-1, +, true",
        "plant-1/*, +, +, false",
        "plant-1/*, +, pump-7, false",
        "plant-1/pump-*, plant-1, +, false",
        "*/pump-7, +, pump-7, true",
        "*/*, +, +, true",
    })
    void covers_a_filter_only_where_it_speaks_for_all_in_it(String pattern, String site, String device, boolean all) {
        assertEquals(all, DevicePattern.parse(pattern).covers(site, device));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plant-1",
                "/",
                "plant-1/",
                "/pump",
                "a/b/c",
                "plant 1/pump",
                "pl*nt/pump",
                "**/pump",
                "plant/+",
                "plant/#",
                "plänt/pump",
                "*/*/*"
            })
    void refuses_what_is_no_pattern(String text) {
        assertThrows(IllegalArgumentException.class, () -> DevicePattern.parse(text));
        assertTrue(DevicePattern.tryParse(text).isEmpty());
    }

    @Test
    void control_characters_do_not_reach_a_message() {
        IllegalArgumentException thrown =
                assertThrows(IllegalArgumentException.class, () -> DevicePattern.parse("plant\n1/\u001b[31m"));

        assertFalse(String.valueOf(thrown.getMessage()).contains("\n"));
        assertTrue(String.valueOf(thrown.getMessage()).endsWith("was plant\\u000a1/\\u001b[31m"), thrown.getMessage());
    }
}
