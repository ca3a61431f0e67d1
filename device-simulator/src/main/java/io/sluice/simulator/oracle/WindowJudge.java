package io.sluice.simulator.oracle;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.Tier;
import io.sluice.simulator.oracle.Finding.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares the windows of one series with the truth. Count, sum and the xor of identities must be those of all
 * acknowledged messages and of some of those without an answer; where they are not, the differences name the message: a
 * lost and a doubled one differ by the same identity and in the sign of the count. Where they are, it is known what the
 * window holds, and all else that it says must follow from that ({@link StatsJudge}).
 */
public final class WindowJudge {
    private final DeviceId device;
    private final String metric;
    private final Tier tier;
    private final TrueValues values;
    private final StatsJudge stats;
    private final List<Finding> findings = new ArrayList<>();

    private WindowJudge(DeviceId device, String metric, Tier tier) {
        this.device = device;
        this.metric = metric;
        this.tier = tier;
        this.values = TrueValues.of(device, metric);
        this.stats = new StatsJudge(values);
    }

    /**
     * @param observed all windows of the series in that tier, by start
     * @param endedMillis windows that end later are not judged: nobody has been told of them yet
     */
    public static List<Finding> judge(
            FleetHistory truth,
            DeviceId device,
            String metric,
            Tier tier,
            Map<Long, ObservedWindow> observed,
            long endedMillis) {
        WindowJudge judge = new WindowJudge(device, metric, tier);
        Map<Long, Window> expected = truth.windows(device, tier);
        Set<Long> starts = new HashSet<>(expected.keySet());
        starts.addAll(observed.keySet());
        starts.stream()
                .filter(start -> start + tier.widthMillis() <= endedMillis)
                .sorted()
                .forEach(start -> judge.compare(
                        expected.getOrDefault(start, new Window(start)),
                        observed.getOrDefault(start, ObservedWindow.NOTHING)));
        return judge.findings;
    }

    private void compare(Window window, ObservedWindow observed) {
        Excess excess = new Excess(observed.count(), observed.sum(), observed.identities());
        for (Message message : window.acked()) {
            excess = without(excess, message);
        }
        Unanswered unanswered = new Unanswered(window.unknown(), values);
        if (!unanswered.explain(excess)) {
            findings.add(diagnose(window, unanswered, excess));
        } else if (observed.count() > 0) {
            compareStats(window, unanswered, excess, observed);
        }
    }

    /** Right where the messages without an answer that explain the rest explain all of it. */
    private void compareStats(Window window, Unanswered unanswered, Excess excess, ObservedWindow observed) {
        List<String> wrong = unanswered.isWithinBoundsOnly(excess)
                ? stats.compareBounds(window.acked(), window.unknown(), observed)
                : stats.compare(both(window.acked(), unanswered.choice(excess).orElseThrow()), observed);
        if (!wrong.isEmpty()) {
            findings.add(finding(Kind.MISSTATED, window, String.join("; ", wrong)));
        }
    }

    private static List<Message> both(List<Message> some, List<Message> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private Finding diagnose(Window window, Unanswered unanswered, Excess excess) {
        String detail = "count " + signed(excess.count()) + ", sum " + signed(excess.sum()) + " against "
                + window.acked().size() + " acknowledged and "
                + window.unknown().size() + " unanswered messages";
        Optional<List<Message>> held = unanswered.byIdentity(excess).map(chosen -> both(window.acked(), chosen));
        if (held.isPresent()) {
            return held.get().size() == 1
                    ? finding(Kind.CHANGED, held.get().get(0), window, detail)
                    : finding(Kind.CHANGED, window, detail);
        }
        Finding named = named(window, unanswered, excess, detail);
        if (named != null) {
            return named;
        }
        return finding(excess.count() < 0 ? Kind.LOST : Kind.UNEXPLAINED, window, detail);
    }

    /** Where a single message is to blame, whichever of those without an answer are counted; null where none is. */
    private @Nullable Finding named(Window window, Unanswered unanswered, Excess excess, String detail) {
        if (unanswered.areTooMany()) {
            return null;
        }
        for (Message message : window.acked()) {
            if (unanswered.explain(excess.with(message, values.at(message.seq())))) {
                return finding(Kind.LOST, message, window, detail);
            }
            if (unanswered.explain(without(excess, message))) {
                return finding(Kind.DOUBLED, message, window, detail);
            }
        }
        for (Message message : window.refused()) {
            if (unanswered.explain(without(excess, message))) {
                return finding(Kind.REFUSED_YET_COUNTED, message, window, detail);
            }
        }
        for (Message message : window.unknown()) {
            if (unanswered.explain(without(without(excess, message), message))) {
                return finding(Kind.DOUBLED, message, window, detail);
            }
        }
        return null;
    }

    private Excess without(Excess excess, Message message) {
        return excess.without(message, values.at(message.seq()));
    }

    private Finding finding(Kind kind, Message message, Window window, String detail) {
        return new Finding(kind, device.toString(), message.boot().epoch(), message.seq(), where(window), detail, "");
    }

    private Finding finding(Kind kind, Window window, String detail) {
        return new Finding(kind, device.toString(), "", 0, where(window), detail, "");
    }

    private String where(Window window) {
        return metric + " " + tier.label() + " " + window.start();
    }

    private static String signed(long number) {
        return number > 0 ? "+" + number : Long.toString(number);
    }
}
