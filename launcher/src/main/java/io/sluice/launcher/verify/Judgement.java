package io.sluice.launcher.verify;

import io.sluice.launcher.figures.LedgerFigures;
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
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares everything that the public face says with the truth. What trails a little is looked at again. */
final class Judgement {
    private static final Logger log = LoggerFactory.getLogger(Judgement.class);
    private static final Duration STEP = Duration.ofSeconds(3);
    /** What is wrong for so long while nothing changes and nothing is under way will not come right. */
    private static final Duration SAME_FOR = Duration.ofSeconds(8);
    /** After its end, even when nothing is wrong. */
    private static final Duration SHOWN_WITHIN = Duration.ofSeconds(2);
    /** What is late by the longest goes back that far. */
    private static final Duration BACK = Duration.ofHours(27);

    private final Subject subject;
    private final JudgedFleet fleet;
    private final StreamWatch stream;
    private final Instant started;
    private final long deathsNoticedNanos;
    private final PublicJson api;
    private final PublicWindows windows;
    private final PublicDevices devices;
    private @Nullable PublicLedger ledger;

    /** @param deathsNoticedWithin how long from now a death may go unnoticed */
    Judgement(Subject subject, JudgedFleet fleet, StreamWatch stream, Instant started, Duration deathsNoticedWithin) {
        this.subject = subject;
        this.fleet = fleet;
        this.stream = stream;
        this.started = started;
        this.deathsNoticedNanos = System.nanoTime() + deathsNoticedWithin.toNanos();
        this.api = new PublicJson(subject.httpUrl());
        this.windows = new PublicWindows(api);
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
     * Nothing once nothing is found; or else what still is when nothing moves any more, or the time is over. A ledger
     * with messages in flight may stand still for long: whoever has them may have died, and starts again. So may a
     * device that is dead and not yet known to be.
     */
    Findings reach(Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        @Nullable LedgerFigures before = null;
        long sameSince = System.nanoTime();
        while (true) {
            subject.look();
            try {
                Findings found = look();
                long now = System.nanoTime();
                LedgerFigures figures = ledger().figures();
                if (!figures.equals(before)) {
                    before = figures;
                    sameSince = now;
                }
                boolean isStill = now - sameSince > SAME_FOR.toNanos() && figures.inFlight() <= 0;
                boolean isDeathDue = found.count(Kind.NOT_DEAD) > 0 && now < deathsNoticedNanos;
                boolean isFinal = (isStill && !isDeathDue) || now > deadline;
                if (found.isEmpty() || isFinal) {
                    return found;
                }
                log.atInfo()
                        .addKeyValue("findings", found.list().size())
                        .addKeyValue("first", found.list().get(0))
                        .addKeyValue("inFlight", figures.inFlight())
                        .log("not yet as it must be, looking again");
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                sameSince = System.nanoTime();
            }
            TimeUnit.MILLISECONDS.sleep(STEP.toMillis());
        }
    }

    Findings look() throws IOException, InterruptedException {
        Findings findings = new Findings();
        PublicLedger now = PublicLedger.ask(api);
        ledger = now;
        for (DeviceId device : fleet.history().devices()) {
            for (Tier tier : Tier.values()) {
                judge(device, tier, findings);
            }
        }
        findings.addAll(now.compare(fleet.history()));
        findings.addAll(devices.wronglyShown());
        fleet.stuck()
                .forEach(device -> findings.add(new Finding(
                        Kind.STUCK, device, "", 0, "mqtt", "has unanswered messages after all was healed", "")));
        return findings;
    }

    private void judge(DeviceId device, Tier tier, Findings findings) throws IOException, InterruptedException {
        Map<String, Map<Long, ObservedWindow>> told =
                windows.of(device, tier, started.minus(BACK).toEpochMilli());
        long ended = System.currentTimeMillis() - SHOWN_WITHIN.toMillis();
        for (String metric : JudgedDevice.METRICS) {
            findings.addAll(WindowJudge.judge(
                    fleet.history(), device, metric, tier, told.getOrDefault(metric, Map.of()), ended));
        }
        if (tier == Tier.S1) {
            findings.addAll(stream.compare(device, told));
        }
    }
}
