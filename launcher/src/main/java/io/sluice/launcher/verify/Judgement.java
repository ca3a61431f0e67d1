package io.sluice.launcher.verify;

import io.sluice.launcher.figures.Pace;
import io.sluice.launcher.figures.Rest;
import io.sluice.simulator.JudgedFleet;
import io.sluice.simulator.oracle.Finding;
import io.sluice.simulator.oracle.Finding.Kind;
import io.sluice.simulator.oracle.Findings;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares everything that the public face says with the truth. What trails a little is looked at again. */
final class Judgement {
    private static final Logger log = LoggerFactory.getLogger(Judgement.class);
    private static final Duration STEP = Duration.ofSeconds(3);
    /** What is still wrong then is wrong. */
    private static final int LOOKS_AGAIN = 3;

    private final Subject subject;
    private final JudgedFleet fleet;
    private final Pace pace;
    private final long deathsNoticedNanos;
    private final Rest rest = new Rest();
    private final PublicJson api;
    private final SeriesJudgement series;
    private final PublicDevices devices;
    private @Nullable PublicLedger ledger;
    private boolean isAtRest;
    private long unnoticed;
    private int wrongAtRest;

    /** @param deathsNoticedWithin how long from now a death may go unnoticed, and one that is none be said */
    Judgement(
            Subject subject,
            JudgedFleet fleet,
            StreamWatches streams,
            PublicWindows windows,
            Duration deathsNoticedWithin,
            Pace pace,
            InstantSource clock) {
        this.subject = subject;
        this.fleet = fleet;
        this.pace = pace;
        this.deathsNoticedNanos = pace.nanoTime() + deathsNoticedWithin.toNanos();
        this.api = new PublicJson(subject.httpUrl());
        this.series = new SeriesJudgement(subject.httpUrl(), fleet.history(), streams, windows, clock);
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
     * Nothing once nothing is found, the ledger is at rest and every death has had its time; or else what still is
     * then, looked at a few times, or when the time is over. A ledger with messages in flight may stand still for long:
     * whoever has them may have died, and starts again.
     */
    Findings reach(Duration patience) throws IOException, InterruptedException {
        long deadlineNanos = Math.max(pace.nanoTime(), deathsNoticedNanos) + patience.toNanos();
        while (true) {
            subject.look();
            try {
                Findings found = look();
                long now = pace.nanoTime();
                noticeDeaths(found.count(Kind.NOT_DEAD));
                boolean isDue = ledger().figures().inFlight() > 0 || now - deathsNoticedNanos < 0;
                boolean isSettled = isAtRest && !isDue;
                wrongAtRest = isSettled && !found.isEmpty() ? wrongAtRest + 1 : 0;
                if (isSettled && (found.isEmpty() || wrongAtRest > LOOKS_AGAIN)) {
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
        series.judge(findings);
        findings.addAll(now.compare(fleet.history()));
        findings.addAll(devices.wronglyShown());
        findings.addAll(fleet.history().wronglyRefused());
        findings.addAll(fleet.history().unacknowledged());
        fleet.stuck()
                .forEach(device -> findings.add(new Finding(
                        Kind.STUCK, device, "", 0, "mqtt", "has unanswered messages after all was healed", "")));
        return findings;
    }
}
