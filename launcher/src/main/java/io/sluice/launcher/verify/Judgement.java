package io.sluice.launcher.verify;

import io.sluice.launcher.figures.Pace;
import io.sluice.launcher.figures.Rest;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.Tier;
import io.sluice.simulator.JudgedFleet;
import io.sluice.simulator.fleet.JudgedDevice;
import io.sluice.simulator.oracle.Finding;
import io.sluice.simulator.oracle.Finding.Kind;
import io.sluice.simulator.oracle.Findings;
import io.sluice.simulator.oracle.ObservedWindow;
import io.sluice.simulator.oracle.WindowJudge;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares everything that the public face says with the truth. What trails a little is looked at again. */
final class Judgement {
    private static final Logger log = LoggerFactory.getLogger(Judgement.class);
    private static final Duration STEP = Duration.ofSeconds(3);
    /** After its end, even when nothing is wrong. */
    private static final Duration SHOWN_WITHIN = Duration.ofSeconds(2);

    private final Subject subject;
    private final JudgedFleet fleet;
    private final StreamWatch stream;
    private final Pace pace;
    private final InstantSource clock;
    private final long deathsNoticedNanos;
    private final Rest rest = new Rest();
    private final PublicJson api;
    private final PublicWindows windows;
    private final PublicDevices devices;
    private @Nullable PublicLedger ledger;
    private boolean isAtRest;
    private long unnoticed;

    /** @param deathsNoticedWithin how long from now a death may go unnoticed */
    Judgement(
            Subject subject,
            JudgedFleet fleet,
            StreamWatch stream,
            PublicWindows windows,
            Duration deathsNoticedWithin,
            Pace pace,
            InstantSource clock) {
        this.subject = subject;
        this.fleet = fleet;
        this.stream = stream;
        this.windows = windows;
        this.pace = pace;
        this.clock = clock;
        this.deathsNoticedNanos = pace.nanoTime() + deathsNoticedWithin.toNanos();
        this.api = new PublicJson(subject.httpUrl());
        this.devices = new PublicDevices(api, fleet.history());
    }

    /** The ledger as it was last judged. */
    PublicLedger ledger() {
        PublicLedger last = ledger;
        if (last == null) {
            throw new IllegalStateException("judgement must be reached before it is asked for");
        }
        return last;
    }

    /**
     * Nothing once nothing is found and the ledger is at rest; or else what still is then, or when the time is over. A
     * ledger with messages in flight may stand still for long: whoever has them may have died, and starts again. So may
     * a device that is dead and not yet known to be.
     */
    Findings reach(Duration patience) throws IOException, InterruptedException {
        long deadlineNanos = pace.nanoTime() + patience.toNanos();
        while (true) {
            subject.look();
            try {
                Findings found = look();
                long now = pace.nanoTime();
                noticeDeaths(found.count(Kind.NOT_DEAD));
                boolean isDue = ledger().figures().inFlight() > 0 || (unnoticed > 0 && now - deathsNoticedNanos < 0);
                if (isAtRest && !isDue) {
                    return found;
                }
                if (now - deadlineNanos > 0) {
                    findRestless(found, patience);
                    return found;
                }
                tell(found);
            } catch (IOException e) {
                if (pace.nanoTime() - deadlineNanos > 0) {
                    throw e;
                }
                rest.end();
            }
            pace.pause(STEP);
        }
    }

    /** A death may be seen before the ledger tells of what its will says: then it is not at rest. */
    private void noticeDeaths(long stillUnnoticed) {
        if (stillUnnoticed != unnoticed) {
            unnoticed = stillUnnoticed;
            rest.end();
            isAtRest = false;
        }
    }

    private void findRestless(Findings found, Duration patience) {
        if (!isAtRest) {
            String detail = "must be the same for " + Rest.LONG_ENOUGH.toSeconds() + " s, was not within "
                    + patience.toSeconds() + " s";
            found.add(new Finding(Kind.LEDGER, "*", "", 0, "all figures", detail, ""));
        }
    }

    private void tell(Findings found) {
        if (!found.isEmpty()) {
            log.atInfo()
                    .addKeyValue("findings", found.list().size())
                    .addKeyValue("first", found.list().get(0))
                    .addKeyValue("inFlight", ledger().figures().inFlight())
                    .log("not yet as it must be, looking again");
        }
    }

    private Findings look() throws IOException, InterruptedException {
        Findings findings = new Findings();
        long askedNanos = pace.nanoTime();
        PublicLedger now = PublicLedger.ask(api);
        isAtRest = rest.isLongEnough(now.figures(), askedNanos, pace.nanoTime());
        ledger = now;
        for (DeviceId device : fleet.history().devices()) {
            for (Tier tier : Tier.values()) {
                judge(device, tier, findings);
            }
        }
        findings.addAll(stream.compareAll());
        findings.addAll(now.compare(fleet.history()));
        findings.addAll(devices.wronglyShown());
        findings.addAll(fleet.history().wronglyRefused());
        fleet.stuck()
                .forEach(device -> findings.add(new Finding(
                        Kind.STUCK, device, "", 0, "mqtt", "has unanswered messages after all was healed", "")));
        return findings;
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

    private void judge(DeviceId device, Tier tier, Findings findings) throws IOException, InterruptedException {
        // Before it is asked: what ends while the answer is on its way is not in it.
        long ended = clock.millis() - SHOWN_WITHIN.toMillis();
        Map<String, Map<Long, ObservedWindow>> told = windows.of(device, tier);
        told.keySet().stream()
                .filter(metric -> !JudgedDevice.METRICS.contains(metric))
                .forEach(metric -> findings.add(strange(device, metric, tier)));
        for (String metric : JudgedDevice.METRICS) {
            findings.addAll(WindowJudge.judge(
                    fleet.history(), device, metric, tier, told.getOrDefault(metric, Map.of()), ended));
        }
        if (tier == Tier.S1) {
            findings.addAll(stream.compare(device, told));
        }
    }
}
