package io.sluice.model.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartitionsTest {

    /** Spools, topics and states of one version are read by the next: a device must never move. */
    @Test
    void aDeviceStaysInItsPartition() {
        assertEquals(
                List.of(2, 2, 1, 3, 2, 4, 1, 5),
                IntStream.range(0, 8)
                        .mapToObj(i -> Partitions.of(DeviceId.of("plant-1", "pump-" + i), 12))
                        .toList());
    }

    @Test
    void devicesSpreadEvenly() {
        int[] devices = new int[12];
        for (int i = 0; i < 12_000; i++) {
            devices[Partitions.of(DeviceId.of("site-" + i % 7, "device-" + i), 12)]++;
        }
        for (int count : devices) {
            assertTrue(count > 880 && count < 1120, () -> "expected about 1000 a partition, was " + count);
        }
    }

    @Test
    void onePartitionTakesAll() {
        assertEquals(0, Partitions.of(DeviceId.of("s", "d"), 1));
    }
}
