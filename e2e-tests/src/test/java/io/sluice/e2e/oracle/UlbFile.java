package io.sluice.e2e.oracle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads ULB's recording on its own, without a line of the simulator: the judge shares no parser with the judged. */
final class UlbFile {
    private UlbFile() {}

    /** One row: a node's message with its six values. */
    record Row(long ts, String node, long seq, double[] values) {}

    static List<Row> rows(List<Path> files) {
        List<Row> rows = new ArrayList<>();
        for (Path file : files) {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.ISO_8859_1))) {
                lines.lines().filter(line -> !line.isBlank()).forEach(line -> rows.add(row(line)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return rows;
    }

    private static Row row(String line) {
        // A no-break space groups thousands within a number; a plain space parts the columns.
        String[] columns = line.replace("\u00a0", "").trim().split("[ \t]+");
        double[] values = new double[columns.length - 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = Double.parseDouble(columns[i + 3].replace(',', '.'));
        }
        return new Row(Long.parseLong(columns[0]), columns[1], Long.parseLong(columns[2]), values);
    }
}
