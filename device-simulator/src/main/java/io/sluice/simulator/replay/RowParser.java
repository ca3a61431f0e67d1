package io.sluice.simulator.replay;

import io.sluice.model.identity.IdAlphabet;
import io.sluice.model.payload.rejection.Shown;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lines of one file to rows. */
final class RowParser {
    private static final char NO_BREAK_SPACE = '\u00a0';
    private static final long FIVE_SECONDS_MILLIS = 5_000;

    private final Layout layout;
    private final String file;
    private final String fileDevice;
    private final Pattern separator;
    private final String[] names;
    private final int[] columns;

    /** @param fileDevice the device of a file that is one device */
    RowParser(Layout layout, String file, String fileDevice) {
        this.layout = layout;
        this.file = file;
        this.fileDevice = fileDevice;
        this.separator = Pattern.compile(String.valueOf(layout.separator()), Pattern.LITERAL);
        this.names = layout.metrics().values().toArray(String[]::new);
        this.columns =
                layout.metrics().keySet().stream().mapToInt(Integer::intValue).toArray();
    }

    /** @throws RecordingException where the line is none of this layout */
    RecordedRow parse(String line, long lineNumber) {
        String[] cells = separator.split(line, -1);
        try {
            String device = layout.deviceColumn() < 0 ? fileDevice : cell(cells, layout.deviceColumn());
            if (!IdAlphabet.isId(device)) {
                throw new IllegalArgumentException(
                        "device must be 1 to 64 characters of [A-Za-z0-9_.:-], was " + Shown.text(device));
            }
            String epoch = layout.epochColumn() < 0 ? null : epoch(cell(cells, layout.epochColumn()));
            Long seq = layout.seqColumn() < 0 ? null : seq(cell(cells, layout.seqColumn()));
            return withValues(device, epoch, seq, millis(cell(cells, layout.tsColumn())), cells);
        } catch (IllegalArgumentException e) {
            throw new RecordingException(file + ":" + lineNumber + ": " + e.getMessage());
        }
    }

    private RecordedRow withValues(String device, @Nullable String epoch, @Nullable Long seq, long ts, String[] cells) {
        String[] metrics = new String[names.length];
        double[] values = new double[names.length];
        int size = 0;
        for (int i = 0; i < names.length; i++) {
            String cell = cell(cells, columns[i]);
            if (!cell.isEmpty()) {
                metrics[size] = names[i];
                values[size++] = number(cell);
            }
        }
        return new RecordedRow(device, epoch, seq, ts, Arrays.copyOf(metrics, size), Arrays.copyOf(values, size));
    }

    /** A line of which nothing that should be a number or a time is one. */
    boolean isHeader(String line) {
        String[] cells = separator.split(line, -1);
        return !holds(() -> millis(cell(cells, layout.tsColumn())))
                && (layout.seqColumn() < 0 || !holds(() -> seq(cell(cells, layout.seqColumn()))))
                && Arrays.stream(columns).noneMatch(column -> holds(() -> number(cell(cells, column))));
    }

    private static boolean holds(Runnable parse) {
        try {
            parse.run();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String epoch(String cell) {
        if (!IdAlphabet.isEpoch(cell)) {
            throw new IllegalArgumentException(
                    "epoch must be 1 to 32 characters of [A-Za-z0-9_.:-], was " + Shown.text(cell));
        }
        return cell;
    }

    private static long seq(String cell) {
        try {
            long seq = Long.parseLong(cell);
            if (Math.abs(seq) <= Timeline.MAX_SEQ) {
                return seq;
            }
        } catch (NumberFormatException e) {
            // No integer: answered below.
        }
        throw new IllegalArgumentException(
                "seq must be an integer of at most 2^53 - 1 either way, was " + Shown.text(cell));
    }

    private double number(String cell) {
        double value;
        try {
            value = Double.parseDouble(cell.replace(layout.decimal(), '.'));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("value must be a number, was " + Shown.text(cell), e);
        }
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("value must be finite, was " + Shown.text(cell));
        }
        return value;
    }

    /** Without quotes, and without the spaces that part thousands. */
    private static String cell(String[] cells, int column) {
        if (column >= cells.length) {
            throw new IllegalArgumentException("line must have column " + column + ", had " + cells.length);
        }
        String cell = cells[column];
        if (cell.indexOf(NO_BREAK_SPACE) >= 0) {
            cell = cell.replace(String.valueOf(NO_BREAK_SPACE), "");
        }
        boolean quoted = cell.length() >= 2 && cell.startsWith("\"") && cell.endsWith("\"");
        return quoted ? cell.substring(1, cell.length() - 1) : cell.trim();
    }

    private long millis(String cell) {
        try {
            return time(cell);
        } catch (NumberFormatException | DateTimeException e) {
            throw new IllegalArgumentException(
                    "ts must be milliseconds or a date and time, was " + Shown.text(cell), e);
        }
    }

    private long time(String cell) {
        if (layout.timeScale() == Layout.TimeScale.FIVE_SECOND_STEPS) {
            return Long.parseLong(cell) * FIVE_SECONDS_MILLIS;
        }
        if (cell.indexOf('-', 1) < 0) {
            return Long.parseLong(cell);
        }
        String iso = cell.replace(' ', 'T');
        Instant instant = iso.endsWith("Z") || hasOffset(iso)
                ? OffsetDateTime.parse(iso).toInstant()
                : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        return instant.toEpochMilli();
    }

    /** Behind the time, where a minus is none of the date's. */
    private static boolean hasOffset(String iso) {
        return Math.max(iso.lastIndexOf('+'), iso.lastIndexOf('-')) > iso.indexOf('T');
    }
}
