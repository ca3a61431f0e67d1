package io.sluice.simulator.scenario;

import io.sluice.simulator.signal.Noise;
import io.sluice.simulator.signal.Signals;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.zip.GZIPInputStream;

/** One column of a recorded file as a signal that begins anew at its end, each device somewhere else in it. */
final class RecordedSource {
    private static final int MAX_VALUES = 1_000_000;
    private static final Pattern ANY = Pattern.compile(".+");

    private RecordedSource() {}

    static SignalSpec read(Node own, ToLongFunction<SignalSpec.Device> seed) {
        Values values = new Values(own);
        String file = values.text("file", ANY, "a file's name", "");
        int column = values.integer("column", 0, 1_000, 0);
        String separator = values.text("separator", ANY, "a text", ",");
        double seconds = values.duration("every", 1, 1_000) / 1000.0;
        double[] recorded = file.isEmpty() ? new double[0] : column(own, file, separator, column);
        if (recorded.length == 0) {
            own.fault("must name a file with a number in column " + column + " of its lines");
            return device -> Signals.constant(0);
        }
        return device -> {
            double begin = Math.floor(Noise.uniform(seed.applyAsLong(device), 0) * recorded.length);
            return Signals.shifted(Signals.steps(seconds, recorded), begin * seconds);
        };
    }

    private static double[] column(Node own, String file, String separator, int column) {
        try (InputStream bytes = opened(Path.of(file));
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        file.endsWith(".gz") ? new GZIPInputStream(bytes) : bytes, StandardCharsets.UTF_8))) {
            Pattern split = Pattern.compile(separator, Pattern.LITERAL);
            DoubleStream.Builder found = DoubleStream.builder();
            String line = lines.readLine();
            for (int number = 1; line != null && number <= MAX_VALUES; number++, line = lines.readLine()) {
                String[] fields = split.split(line, -1);
                double value = fields.length > column ? parsed(fields[column]) : Double.NaN;
                if (Double.isFinite(value)) {
                    found.add(value);
                } else if (number > 1) { // the first may say what the columns are
                    own.fault("must have a number in column " + column + " of line " + number + " of " + file);
                    break;
                }
            }
            return found.build().toArray();
        } catch (IOException | InvalidPathException e) {
            own.fault("must name a file that can be read, not " + e.getMessage());
            return new double[0];
        }
    }

    /** What is no file, such as a device of the system, may never end. */
    private static InputStream opened(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return Files.newInputStream(file);
    }

    private static double parsed(String field) {
        try {
            return Double.parseDouble(field.trim());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
