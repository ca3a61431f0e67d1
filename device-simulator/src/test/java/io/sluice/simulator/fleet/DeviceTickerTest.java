package io.sluice.simulator.fleet;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.model.identity.DeviceId;
import io.sluice.simulator.fleet.Schedule.Moment;
import io.sluice.simulator.mqtt.BrokerAddress;
import io.sluice.simulator.mqtt.DeviceLink;
import io.sluice.simulator.mqtt.LinkLoops;
import io.sluice.simulator.mqtt.LinkOptions;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeviceTickerTest {
    private final IllegalStateException broken = new IllegalStateException("broken sensor");
    private final AtomicInteger measured = new AtomicInteger();

    @Test
    void a_device_whose_simulation_fails_is_told_of_at_the_end() {
        Scenario scenario = Scenario.named("judged");
        SimulatedDevice device = scenario.devices(1, 7).get(0);
        LinkOptions nowhere = new LinkOptions(new BrokerAddress("127.0.0.1", 1), "device-1", 16, 100);
        try (LinkLoops loops = new LinkLoops("ticker", 1);
                DeviceLink link = loops.link(nowhere, new SplittableRandom(1), (message, answer) -> {})) {
            DeviceTicker ticker = new DeviceTicker(
                    new Failing(device.id()), new Schedule(device, scenario.stages(), 0, 1), link, loops.executor());
            ticker.begin(System.nanoTime(), System.currentTimeMillis());
            ticker.start();
            await().until(() -> measured.get() == 1);

            CompletionException told =
                    assertThrows(CompletionException.class, () -> ticker.stop().join());
            Throwable failed = Objects.requireNonNull(told.getCause());
            assertEquals("device " + device.id() + " must be simulated to the end, was not", failed.getMessage());
            assertEquals(broken, failed.getCause());
            assertEquals(1, measured.get());
        }
    }

    private final class Failing implements DevicePart {
        private final DeviceId id;

        private Failing(DeviceId id) {
            this.id = id;
        }

        @Override
        public DeviceId id() {
            return id;
        }

        @Override
        public void begin(long millis) {}

        @Override
        public void reboot(Moment now) {}

        @Override
        public void connect() {}

        @Override
        public void measure(Moment now) {
            measured.incrementAndGet();
            throw broken;
        }

        @Override
        public void finish() {}
    }
}
