package io.sluice.simulator.replay;

import io.sluice.model.identity.IdAlphabet;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A recorded file, plain or gzipped, read into memory.
 *
 * @param rows in the file's order
 * @param sharedClock whether the times of several files and devices can be compared
 */
public record Recording(String site, List<RecordedRow> rows, boolean sharedClock) {
    /** UTF-8's, read as ISO 8859-1. */
    private static final String BOM = "\u00ef\u00bb\u00bf";

    private static final String[] KEPT_BESIDE = {"readme", "license", "licence", "manifest"};

    /** How to read files that are not known by their shape. */
    public record Dialect(
            @Nullable ColumnSpec columns,
            @Nullable Character separator,
            @Nullable Character decimal) {
        public static final Dialect KNOWN_SHAPES = new Dialect(null, null, null);
    }

    /** Whether the file is a note that stands beside a set, as a shell's {@code R*.gz} picks it up. */
    public static boolean isNote(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        for (String note : KEPT_BESIDE) {
            if (name.startsWith(note)) {
                return true;
            }
        }
        return false;
    }

    /**
     * @throws RecordingException where the shape is not known, or a line breaks it
     * @throws IOException which names the file
     */
    public static Recording read(Path file, Dialect dialect) throws IOException {
        List<RecordedRow> rows = new ArrayList<>();
        // ISO 8859-1: the one set with bytes beyond ASCII parts thousands by 0xA0.
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(open(file), charset()))) {
            String line = reader.readLine();
            if (line == null) {
                throw new RecordingException(file + ": recording must have a line, was empty");
            }
            line = line.startsWith(BOM) ? line.substring(BOM.length()) : line;
            Layout layout = layout(file, line, dialect);
            RowParser parser = new RowParser(layout, String.valueOf(file.getFileName()), deviceName(file));
            for (long number = 1; line != null; line = reader.readLine(), number++) {
                if (number > layout.headerLines() && !line.isBlank()) {
                    rows.add(parser.parse(line, number));
                }
            }
            if (rows.isEmpty()) {
                throw new RecordingException(file + ": recording must have a row, had none");
            }
            return new Recording(layout.site(), rows, layout.sharedClock());
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static Charset charset() {
        return StandardCharsets.ISO_8859_1;
    }

    private static Layout layout(Path file, String firstLine, Dialect dialect) {
        ColumnSpec columns = dialect.columns();
        if (columns == null) {
            return KnownLayouts.of(firstLine)
                    .orElseThrow(() -> new RecordingException(
                            file + ": recording must have a known shape, or columns given for it; had neither"));
        }
        char separator = dialect.separator() == null ? ',' : dialect.separator();
        char decimal = dialect.decimal() == null ? '.' : dialect.decimal();
        Layout withoutHeader = columns.layout(separator, decimal, 0);
        return new RowParser(withoutHeader, "", "").isHeader(firstLine)
                ? columns.layout(separator, decimal, 1)
                : withoutHeader;
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        in.mark(2);
        boolean zipped = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return zipped ? new GZIPInputStream(in) : in;
    }

    /** The file's name without its endings; with its folder's name where it is only a number. */
    static String deviceName(Path file) {
        String name = String.valueOf(file.getFileName()).replaceAll("(?i)(\\.(csv|txt|tsv|gz))+$", "");
        Path folder = file.toAbsolutePath().getParent();
        String full = name.matches("\\d+") && folder != null ? folder.getFileName() + "-" + name : name;
        String id = full.replaceAll("[^A-Za-z0-9_.:-]", "_");
        return id.substring(0, Math.min(id.length(), IdAlphabet.MAX_ID_LENGTH));
    }
}
