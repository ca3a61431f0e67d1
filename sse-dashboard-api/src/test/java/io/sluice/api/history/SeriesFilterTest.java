package io.sluice.api.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.model.identity.DeviceId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeriesFilterTest {
    @Test
    void aSiteAndADeviceNamedInFullAreOnlyOneDevice() {
        assertEquals(Optional.of(DeviceId.of("plant-1", "pump-7")), only(names("plant-1"), names("pump-7")));
    }

    @Test
    void whereAnyOtherMayMatchItIsNotOnlyOne() {
        assertEquals(Optional.empty(), SeriesFilter.ALL.onlyDevice());
        assertEquals(Optional.empty(), only(names(), names("pump-7")));
        assertEquals(Optional.empty(), only(names("plant-1"), names()));
        assertEquals(Optional.empty(), only(names("plant-1*"), names("pump-7")));
        assertEquals(Optional.empty(), only(names("plant-1"), names("pump-7*")));
        assertEquals(Optional.empty(), only(names("plant-1", "plant-2"), names("pump-7")));
    }

    @Test
    void aNameThatNoDeviceCanHaveIsNone() {
        assertEquals(Optional.empty(), only(names("plant 1"), names("pump-7")));
    }

    private static Optional<DeviceId> only(List<NamePattern> sites, List<NamePattern> devices) {
        return new SeriesFilter(sites, devices, List.of()).onlyDevice();
    }

    private static List<NamePattern> names(String... names) {
        return Arrays.stream(names).map(NamePattern::parse).toList();
    }
}
