package io.sluice.model.batch;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.Zstd;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.message.ReadingKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recorded values come back bit for bit; the output says how many bytes a reading took. */
class RecordedBatchTest {
    private static final int READINGS_A_BATCH = 2000;

    /**
     * Columns as a cut(1) list of the values; device and seq are column numbers or -1 for one device counted through.
     * The ceilings are a net against regressions, well above what was measured; the bars are a benchmark's.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    ulb-library1/R1.txt.gz               | 0 | 1 | 2 | 3 | 9  | 1.2
                    ulb-library1/R3.txt.gz               | 0 | 1 | 2 | 3 | 9  | 1.2
                    skab/anomaly-free/anomaly-free.csv.gz| 0 |-1 |-1 | 1 | 9  | 3
                    ett/ETT-small/ETTh1.csv.gz           | 0 |-1 |-1 | 1 | 8  | 3
                    occupancy/datatraining.txt.gz        | 1 |-1 |-1 | 2 | 7  | 4
                    """)
    void recordedValuesComeBackBitForBit(
            String file, int ts, int device, int seq, int firstValue, int endValue, double ceiling) throws IOException {
        Path path = Path.of("../../shared/data", file);
        assumeTrue(Files.exists(path), () -> "left out: there is no " + path);
        List<DeviceMessage> messages = new ArrayList<>();
        for (String[] row : rows(path)) {
            long number = seq < 0 ? messages.size() + 1 : Long.parseLong(row[seq]);
            String id = device < 0 ? "device" : row[device];
            messages.add(message(id, number, millis(row[ts]), Arrays.copyOfRange(row, firstValue, endValue)));
        }
        long plain = 0;
        long compressed = 0;
        int perBatch = READINGS_A_BATCH / (endValue - firstValue);
        for (int from = 0; from + perBatch <= messages.size(); from += perBatch) {
            TelemetryBatch batch = batch(messages.subList(from, from + perBatch), from);
            byte[] bytes = TelemetryBatchCodec.encode(batch);
            SameBatch.assertSame(batch, TelemetryBatchCodec.decode(bytes), file + " from row " + from);
            plain += bytes.length;
            compressed += Zstd.compress(bytes, 1).length;
        }
        double readings = (double) (messages.size() / perBatch) * perBatch * (endValue - firstValue);
        System.out.printf(
                Locale.ROOT,
                "%s: %.3f bytes a reading plain, %.3f with zstd 1%n",
                file,
                plain / readings,
                compressed / readings);
        double measured = compressed / readings;
        assertTrue(measured < ceiling, () -> file + " must take < " + ceiling + " bytes a reading, took " + measured);
    }

    private static List<String[]> rows(Path path) throws IOException {
        List<String[]> rows = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(path)), StandardCharsets.ISO_8859_1))) {
            boolean spaces = path.toString().contains("ulb");
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.matches("\"?[0-9].*")) {
                    String plain = line.replace("\u00a0", "").replace("\"", "");
                    rows.add(spaces ? plain.replace(',', '.').split(" ") : plain.split("[,;]"));
                }
            }
        }
        return rows;
    }

    private static long millis(String ts) {
        return ts.contains("-")
                ? LocalDateTime.parse(ts.replace(' ', 'T'))
                        .toInstant(ZoneOffset.UTC)
                        .toEpochMilli()
                : Long.parseLong(ts);
    }

    private static DeviceMessage message(String device, long seq, long ts, String[] values) {
        String[] metrics = new String[values.length];
        Arrays.setAll(metrics, i -> "metric-" + i);
        ReadingKind[] kinds = new ReadingKind[values.length];
        Arrays.fill(kinds, ReadingKind.NUMBER);
        double[] numbers =
                Arrays.stream(values).mapToDouble(Double::parseDouble).toArray();
        return new DeviceMessage(
                DeviceId.of("site", device), "e", seq, ts, Provenance.DEVICE, metrics, kinds, numbers, null);
    }

    private static TelemetryBatch batch(List<DeviceMessage> messages, long firstCounter) {
        Map<DeviceId, List<CountedMessage>> byDevice = new LinkedHashMap<>();
        long counter = firstCounter;
        for (DeviceMessage message : messages) {
            byDevice.computeIfAbsent(message.device(), d -> new ArrayList<>())
                    .add(new CountedMessage(counter++, message));
        }
        List<DeviceBlock> blocks = new ArrayList<>();
        byDevice.forEach((device, counted) -> blocks.add(new DeviceBlock(device, "e", null, counted)));
        return new TelemetryBatch("spool", blocks, List.of());
    }
}
