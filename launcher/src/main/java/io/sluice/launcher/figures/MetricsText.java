package io.sluice.launcher.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A scrape in Prometheus' text format: as much of it as a status line needs. */
final class MetricsText {
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)\\})? (\\S+)(?: \\d+)?");
    private static final Pattern LE = Pattern.compile("(?:^|,)le=\"([^\"]+)\"");

    private record Sample(String name, String labels, double value) {}

    private final List<Sample> samples = new ArrayList<>();

    MetricsText(String scrape) {
        scrape.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher sample = SAMPLE.matcher(line);
            if (sample.matches()) {
                String labels = sample.group(2) == null ? "" : sample.group(2);
                samples.add(new Sample(sample.group(1), labels, number(sample.group(3))));
            }
        });
    }

    /** Over all label sets; 0 where there is none. */
    double sum(String name) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name))
                .mapToDouble(Sample::value)
                .sum();
    }

    /** Over the label sets with this label's value. */
    double sum(String name, String label, String value) {
        String wanted = label + "=\"" + value + "\"";
        return samples.stream()
                .filter(sample -> sample.name().equals(name) && sample.labels().contains(wanted))
                .mapToDouble(Sample::value)
                .sum();
    }

    /** A histogram's cumulative counts by upper bound, over all label sets. */
    TreeMap<Double, Double> buckets(String histogram, String label, String value) {
        String wanted = label + "=\"" + value + "\"";
        TreeMap<Double, Double> buckets = new TreeMap<>();
        for (Sample sample : samples) {
            Matcher le = LE.matcher(sample.labels());
            if (sample.name().equals(histogram + "_bucket") && sample.labels().contains(wanted) && le.find()) {
                buckets.merge(number(le.group(1)), sample.value(), Double::sum);
            }
        }
        return buckets;
    }

    /**
     * The upper bound of the bucket that holds the quantile of what was recorded between two scrapes; NaN where nothing
     * was.
     */
    static double quantile(Map<Double, Double> before, TreeMap<Double, Double> after, double q) {
        if (after.isEmpty()) {
            return Double.NaN;
        }
        double total = after.lastEntry().getValue() - before.getOrDefault(after.lastKey(), 0.0);
        for (Map.Entry<Double, Double> bucket : after.entrySet()) {
            if (total > 0 && bucket.getValue() - before.getOrDefault(bucket.getKey(), 0.0) >= q * total) {
                return bucket.getKey();
            }
        }
        return Double.NaN;
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
