package io.sluice.launcher.verify;

import io.sluice.launcher.verify.Deeds.Deed;
import io.sluice.simulator.fleet.Mortals.Fate;
import io.sluice.simulator.mqtt.Ending;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Of connections that break off without a word, the gateway hears nothing: it notices. */
final class SilentDeaths {
    /** One and a half keep-alives are 90 s. After a kill the gateway gives its clients a minute to come back. */
    private static final Duration NOTICED_WITHIN = Duration.ofSeconds(100);

    private SilentDeaths() {}

    /**
     * When the gateway has noticed all that a run made happen, zero where that was nothing; all times since the fleet's
     * start.
     *
     * @param healed when whatever was still under way was ended
     */
    static Duration allNoticed(List<Deed> done, Collection<Fate> fates, Duration healed) {
        Stream<Duration> silences = fates.stream()
                .filter(fate -> fate.how() == Ending.SILENCE)
                .map(Fate::when)
                .filter(when -> when.compareTo(healed) < 0);
        Stream<Duration> faults = done.stream()
                .map(deed -> deed.fault().until())
                .map(until -> until.compareTo(healed) < 0 ? until : healed);
        return Stream.concat(faults, silences)
                .max(Comparator.naturalOrder())
                .map(NOTICED_WITHIN::plus)
                .orElse(Duration.ZERO);
    }
}
