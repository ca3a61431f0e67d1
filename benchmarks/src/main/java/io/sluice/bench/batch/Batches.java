package io.sluice.bench.batch;

import io.sluice.model.batch.CountedMessage;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages in their order, cut into batches of so many readings, as the gateway cuts them. */
final class Batches {
    private Batches() {}

    /** @param messages what a batch holds, in the order in which it was published */
    record Filled(TelemetryBatch batch, List<DeviceMessage> messages, int readings) {}

    /** Only full ones. */
    static List<Filled> of(List<DeviceMessage> messages, int readingsEach) {
        List<Filled> batches = new ArrayList<>();
        List<DeviceMessage> next = new ArrayList<>();
        long counter = 0;
        int readings = 0;
        for (DeviceMessage message : messages) {
            if (!next.isEmpty() && readings + message.size() > readingsEach) {
                batches.add(new Filled(batch(next, counter), List.copyOf(next), readings));
                counter += next.size();
                next.clear();
                readings = 0;
            }
            next.add(message);
            readings += message.size();
        }
        return batches;
    }

    private static TelemetryBatch batch(List<DeviceMessage> messages, long firstCounter) {
        Map<DeviceId, List<CountedMessage>> byDevice = new LinkedHashMap<>();
        long counter = firstCounter;
        for (DeviceMessage message : messages) {
            byDevice.computeIfAbsent(message.device(), d -> new ArrayList<>())
                    .add(new CountedMessage(counter++, message));
        }
        List<DeviceBlock> blocks = new ArrayList<>();
        byDevice.forEach((device, counted) ->
                blocks.add(new DeviceBlock(device, counted.get(0).message().epoch(), null, counted)));
        return new TelemetryBatch("5ca1ab1e", blocks, List.of());
    }
}
