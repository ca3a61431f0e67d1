package io.sluice.launcher.verify;

import io.sluice.launcher.verify.PublicWindows.Told;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.Tier;
import io.sluice.simulator.fleet.JudgedDevice;
import io.sluice.simulator.oracle.Finding;
import io.sluice.simulator.oracle.Finding.Kind;
import io.sluice.simulator.oracle.Findings;
import io.sluice.simulator.oracle.FleetHistory;
import io.sluice.simulator.oracle.ObservedWindow;
import io.sluice.simulator.oracle.WindowJudge;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/**
 * Compares the windows of all tiers with the truth: as history has them, as streams told of them, and merged; and what
 * a stream says to who comes anew with history.
 */
final class SeriesJudgement {
    /** After its end, even when nothing is wrong. */
    private static final Duration SHOWN_WITHIN = Duration.ofSeconds(2);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String url;
    private final FleetHistory truth;
    private final StreamWatches streams;
    private final PublicWindows windows;
    private final InstantSource clock;

    SeriesJudgement(String url, FleetHistory truth, StreamWatches streams, PublicWindows windows, InstantSource clock) {
        this.url = url;
        this.truth = truth;
        this.streams = streams;
        this.windows = windows;
        this.clock = clock;
    }

    void judge(Findings findings) throws IOException, InterruptedException {
        for (Tier tier : Tier.values()) {
            judge(tier, findings);
        }
        findings.addAll(streams.compareAll());
    }

    private void judge(Tier tier, Findings findings) throws IOException, InterruptedException {
        // Before it is asked: what ends while the answer is on its way is not in it.
        long ended = clock.millis() - SHOWN_WITHIN.toMillis();
        Snapshot snapshot = Snapshot.ask(client, url, tier);
        MergedSeries merged = new MergedSeries(tier, ended);
        for (DeviceId device : truth.devices()) {
            Told told = windows.of(device, tier);
            told.repeated().forEach(window -> findings.add(repeated(device, tier, window)));
            judge(device, tier, told.windows(), ended, findings);
            findings.addAll(snapshot.compare(device, told.windows(), ended));
            merged.add(device, told.windows());
        }
        findings.addAll(snapshot.strangers(Set.copyOf(truth.devices())));
        findings.addAll(merged.compare(windows));
    }

    private void judge(
            DeviceId device, Tier tier, Map<String, Map<Long, ObservedWindow>> told, long ended, Findings findings) {
        told.keySet().stream()
                .filter(metric -> !JudgedDevice.METRICS.contains(metric))
                .forEach(metric -> findings.add(strange(device, metric, tier)));
        for (String metric : JudgedDevice.METRICS) {
            findings.addAll(WindowJudge.judge(truth, device, metric, tier, told.getOrDefault(metric, Map.of()), ended));
        }
        findings.addAll(streams.compare(device, tier, told, ended));
    }

    private static Finding strange(DeviceId device, String metric, Tier tier) {
        return new Finding(
                Kind.UNEXPLAINED,
                device.toString(),
                "",
                0,
                metric + " " + tier.label(),
                "nobody says such a metric, only " + JudgedDevice.METRICS,
                "");
    }

    private static Finding repeated(DeviceId device, Tier tier, String window) {
        String where = tier.label() + " " + window;
        return new Finding(Kind.UNEXPLAINED, device.toString(), "", 0, where, "told twice in one answer", "");
    }
}
