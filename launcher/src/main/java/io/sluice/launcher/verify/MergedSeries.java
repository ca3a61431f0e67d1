package io.sluice.launcher.verify;

import io.sluice.launcher.verify.PublicWindows.Told;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.Tier;
import io.sluice.simulator.oracle.Finding;
import io.sluice.simulator.oracle.Finding.Kind;
import io.sluice.simulator.oracle.ObservedWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The series of one tier, merged by site and over the fleet, as they follow from those of the devices. Belongs to one
 * look.
 */
final class MergedSeries {
    private static final String FLEET = "";

    private record Key(String metric, long start) {}

    private record Merged(long count, long sum, long identities, double min, double max) {
        static Merged of(ObservedWindow window) {
            return new Merged(
                    window.count(),
                    window.sum(),
                    window.identities(),
                    window.stats().min(),
                    window.stats().max());
        }

        Merged with(Merged other) {
            return new Merged(
                    count + other.count,
                    sum + other.sum,
                    identities ^ other.identities,
                    Math.min(min, other.min),
                    Math.max(max, other.max));
        }
    }

    private final Tier tier;
    private final long endedMillis;
    private final Map<String, Map<Key, Merged>> bySite = new HashMap<>();

    /** @param endedMillis windows that end later are not compared: what one was told of last, the other may not yet */
    MergedSeries(Tier tier, long endedMillis) {
        this.tier = tier;
        this.endedMillis = endedMillis;
    }

    void add(DeviceId device, Map<String, Map<Long, ObservedWindow>> windows) {
        merge(device.site(), windows);
        merge(FLEET, windows);
    }

    private void merge(String site, Map<String, Map<Long, ObservedWindow>> windows) {
        Map<Key, Merged> merged = bySite.computeIfAbsent(site, name -> new HashMap<>());
        windows.forEach((metric, series) -> series.forEach((start, window) -> {
            if (start + tier.widthMillis() <= endedMillis) {
                merged.merge(new Key(metric, start), Merged.of(window), Merged::with);
            }
        }));
    }

    /** Where what is told of sites and fleet is not what follows from their devices. */
    List<Finding> compare(PublicWindows history) throws IOException, InterruptedException {
        Map<String, Told> told = new HashMap<>(history.merged("site", tier));
        told.putAll(history.merged("fleet", tier));
        Set<String> sites = new HashSet<>(bySite.keySet());
        sites.addAll(told.keySet());
        List<Finding> findings = new ArrayList<>();
        for (String site : sites) {
            MergedSeries shown = new MergedSeries(tier, endedMillis);
            Told answer = told.get(site);
            if (answer != null) {
                shown.merge(site, answer.windows());
                answer.repeated().forEach(window -> findings.add(finding(site, window, "told twice in one answer")));
            }
            compare(site, shown.of(site), findings);
        }
        return findings;
    }

    private Map<Key, Merged> of(String site) {
        return bySite.getOrDefault(site, Map.of());
    }

    private void compare(String site, Map<Key, Merged> shown, List<Finding> findings) {
        Set<Key> keys = new HashSet<>(of(site).keySet());
        keys.addAll(shown.keySet());
        for (Key key : keys) {
            Merged expected = of(site).get(key);
            Merged was = shown.get(key);
            if (!Objects.equals(expected, was)) {
                String detail = "must be " + shown(expected) + " as its devices say, was " + shown(was);
                findings.add(finding(site, key.metric() + " " + key.start(), detail));
            }
        }
    }

    private Finding finding(String site, String window, String detail) {
        String whose = site.equals(FLEET) ? "*" : site;
        return new Finding(Kind.UNEXPLAINED, whose, "", 0, "merged " + tier.label() + " " + window, detail, "");
    }

    private static Object shown(@Nullable Merged merged) {
        return merged == null ? "nothing" : merged;
    }
}
