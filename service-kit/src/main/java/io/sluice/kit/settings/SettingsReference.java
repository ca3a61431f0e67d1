package io.sluice.kit.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The reference of every setting, generated from the declarations, for the terminal and for docs/settings.md. */
public final class SettingsReference {
    private static final List<String> COLUMNS = List.of("name", "type", "default", "unit", "bounds", "meaning");

    private final List<List<String>> rows;

    public SettingsReference(Collection<Setting<?>> settings) {
        this.rows = settings.stream()
                .distinct()
                .sorted(Comparator.comparing(Setting::key))
                .map(SettingsReference::row)
                .toList();
    }

    /** Aligned columns, a setting a line. */
    public String toText() {
        List<List<String>> table = new ArrayList<>();
        table.add(COLUMNS);
        table.addAll(rows);
        int[] widths = new int[COLUMNS.size()];
        for (List<String> row : table) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return table.stream().map(row -> aligned(row, widths)).collect(Collectors.joining());
    }

    public String toMarkdown() {
        StringBuilder page = new StringBuilder();
        page.append("| ").append(String.join(" | ", COLUMNS)).append(" |\n");
        page.append("|---".repeat(COLUMNS.size())).append("|\n");
        for (List<String> row : rows) {
            page.append("| `").append(row.get(0)).append("` | ");
            page.append(
                    row.stream().skip(1).map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ")));
            page.append(" |\n");
        }
        return page.toString();
    }

    private static List<String> row(Setting<?> setting) {
        return List.of(
                setting.key(),
                setting.rule().type().name(),
                setting.defaultText(),
                setting.unit(),
                setting.rule().boundsText(),
                setting.meaning());
    }

    private static String aligned(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
        }
        return line.toString().stripTrailing() + "\n";
    }
}
