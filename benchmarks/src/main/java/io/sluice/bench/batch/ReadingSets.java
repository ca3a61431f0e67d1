package io.sluice.bench.batch;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.message.ReadingKind;
import io.sluice.model.payload.Decoded;
import io.sluice.model.payload.PayloadDecoder;
import io.sluice.model.payload.draft.IdentityStamper;
import io.sluice.model.payload.draft.PayloadLimits;
import io.sluice.simulator.fleet.Scenario;
import io.sluice.simulator.fleet.SimulatedDevice;
import io.sluice.simulator.mqtt.Publication;
import io.sluice.simulator.replay.RecordedRow;
import io.sluice.simulator.replay.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** The messages that the codecs are measured with: recorded ones where they are there, and the demo's fleet. */
final class ReadingSets {
    private static final long BEGIN_MILLIS = 1_732_412_345_000L;
    private static final long PERIOD_MILLIS = 1_000;

    /** How late a simulated device's clock ticks, at most. */
    private static final int JITTER_MILLIS = 3;

    private static final Map<String, List<String>> RECORDED = recorded();

    private ReadingSets() {}

    private static Map<String, List<String>> recorded() {
        Map<String, List<String>> sets = new LinkedHashMap<>();
        sets.put(
                "ULB (recorded)",
                List.of("ulb-library1/R1.txt.gz", "ulb-library1/R2.txt.gz", "ulb-library1/R3.txt.gz"));
        sets.put("SKAB (recorded)", List.of("skab/anomaly-free/anomaly-free.csv.gz"));
        sets.put("ETT (recorded)", List.of("ett/ETT-small/ETTh1.csv.gz"));
        return sets;
    }

    /** @param missing told of each recorded set that is not there */
    static Map<String, List<DeviceMessage>> load(Path recordings, int perSet, Consumer<String> missing)
            throws IOException {
        Map<String, List<DeviceMessage>> sets = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> set : RECORDED.entrySet()) {
            List<Path> files = set.getValue().stream().map(recordings::resolve).toList();
            if (files.stream().allMatch(Files::exists)) {
                sets.put(set.getKey(), read(files, perSet));
            } else {
                missing.accept("left out: " + set.getKey() + " (no recorded data at " + recordings + ")");
            }
        }
        sets.put("demo, deep (20 devices)", simulated(20, perSet));
        sets.put("demo, wide (1,000 devices)", simulated(1_000, perSet));
        return sets;
    }

    private static List<DeviceMessage> read(List<Path> files, int atMost) throws IOException {
        List<DeviceMessage> messages = new ArrayList<>();
        for (Path file : files) {
            Recording recording = Recording.read(file, Recording.Dialect.KNOWN_SHAPES);
            for (RecordedRow row : recording.rows()) {
                if (messages.size() < atMost) {
                    messages.add(message(recording.site(), row, messages.size() + 1));
                }
            }
        }
        return messages;
    }

    private static DeviceMessage message(String site, RecordedRow row, long count) {
        ReadingKind[] kinds = new ReadingKind[row.values().length];
        Arrays.fill(kinds, ReadingKind.NUMBER);
        Long seq = row.seq();
        return new DeviceMessage(
                DeviceId.of(site, row.device()),
                "r1",
                seq == null ? count : seq,
                row.tsMillis(),
                Provenance.DEVICE,
                row.metrics(),
                kinds,
                row.values(),
                null);
    }

    /** As the fleet would say it, through the gateway's own decoder. */
    private static List<DeviceMessage> simulated(int count, int atMost) {
        List<SimulatedDevice> devices = Scenario.named("demo").devices(count, 7);
        SplittableRandom random = new SplittableRandom(7);
        PayloadDecoder decoder =
                new PayloadDecoder(PayloadLimits.defaults(), device -> new IdentityStamper.Identity("none", 1));
        List<DeviceMessage> messages = new ArrayList<>();
        for (long seq = 1; messages.size() < atMost; seq++) {
            for (int d = 0; d < devices.size() && messages.size() < atMost; d++) {
                long phase = d * PERIOD_MILLIS / devices.size();
                long ts = BEGIN_MILLIS + seq * PERIOD_MILLIS + phase + random.nextInt(JITTER_MILLIS);
                Publication said = devices.get(d).message(ts, "f1", seq);
                Decoded decoded = decoder.decode(said.topic(), null, null, said.payload(), ts);
                messages.addAll(((Decoded.Messages) decoded).messages());
            }
        }
        return messages;
    }
}
