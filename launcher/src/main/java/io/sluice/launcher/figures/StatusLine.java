package io.sluice.launcher.figures;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The line that {@code demo} prints every second. Rates are since the line before. Rollups and freshness are those of
 * the streams that are open: someone has to look. Not thread-safe.
 */
public final class StatusLine {
    private static final String CONNECTIONS = "sluice_gateway_connections";
    private static final String MESSAGES = "sluice_ingest_messages_total";
    private static final String ROLLUPS = "sluice_stream_frame_rollups_total";
    private static final String FRESHNESS = "sluice_stream_freshness_seconds";
    private static final String TIER = "1s";

    private final PublicFigures figures;
    private long lastNanos = System.nanoTime();
    private double lastMessages;
    private double lastRollups;
    private Map<Double, Double> lastFreshness = Map.of();

    public StatusLine(PublicFigures figures) {
        this.figures = figures;
    }

    public String next() throws IOException, InterruptedException {
        MetricsText metrics = figures.metrics();
        long residue = figures.ledger().residue();
        long nowNanos = System.nanoTime();
        double seconds = (nowNanos - lastNanos) / 1e9;
        double messages = metrics.sum(MESSAGES);
        double rollups = metrics.sum(ROLLUPS);
        TreeMap<Double, Double> freshness = metrics.buckets(FRESHNESS, "tier", TIER);
        String line = "devices=" + (long) metrics.sum(CONNECTIONS)
                + " messages/s=" + Math.round((messages - lastMessages) / seconds)
                + " rollups/s=" + Math.round((rollups - lastRollups) / seconds)
                + " freshness-p99-ms=" + millis(MetricsText.quantile(lastFreshness, freshness, 0.99))
                + " residue=" + residue;
        lastNanos = nowNanos;
        lastMessages = messages;
        lastRollups = rollups;
        lastFreshness = freshness;
        return line;
    }

    /** A dash where no window was shown since the line before. */
    private static String millis(double seconds) {
        return Double.isFinite(seconds) ? String.valueOf(Math.round(seconds * 1000)) : "-";
    }
}
