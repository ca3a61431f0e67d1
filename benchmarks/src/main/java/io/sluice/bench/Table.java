package io.sluice.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A table as Markdown that can also be read as it is: columns are aligned. */
public final class Table {
    private final String title;
    private final List<String[]> rows = new ArrayList<>();

    public Table(String title, String... header) {
        this.title = title;
        rows.add(header);
    }

    public Table add(Object... cells) {
        rows.add(Arrays.stream(cells).map(Table::text).toArray(String[]::new));
        return this;
    }

    /** Numbers with three significant digits, or whole where they are large. */
    private static String text(Object cell) {
        if (cell instanceof Double number) {
            double size = Math.abs(number);
            if (number.isNaN()) {
                return "–";
            }
            int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
            return String.format(Locale.ROOT, "%,." + decimals + "f", number);
        }
        return cell instanceof Long number ? String.format(Locale.ROOT, "%,d", number) : String.valueOf(cell);
    }

    public String markdown() {
        int columns = rows.get(0).length;
        int[] widths = new int[columns];
        for (String[] row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        StringBuilder text = new StringBuilder("**").append(title).append("**\n\n");
        line(text, rows.get(0), widths);
        line(text, Arrays.stream(widths).mapToObj("-"::repeat).toArray(String[]::new), widths);
        rows.subList(1, rows.size()).forEach(row -> line(text, row, widths));
        return text.toString();
    }

    private static void line(StringBuilder text, String[] row, int[] widths) {
        for (int i = 0; i < row.length; i++) {
            text.append("| ").append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 1));
        }
        text.append("|\n");
    }
}
