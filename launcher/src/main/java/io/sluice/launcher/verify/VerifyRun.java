package io.sluice.launcher.verify;

import io.sluice.kit.lifecycle.EnvironmentException;
import io.sluice.launcher.figures.Pace;
import io.sluice.model.rollup.Tier;
import io.sluice.model.topic.TelemetryTopics;
import io.sluice.simulator.JudgedFleet;
import io.sluice.simulator.mqtt.BrokerAddress;
import io.sluice.simulator.oracle.Finding;
import io.sluice.simulator.oracle.Findings;
import io.sluice.simulator.oracle.FleetHistory;
import io.sluice.simulator.oracle.HistoryFile;
import io.sluice.simulator.oracle.HistoryJournal;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One run: the pipeline starts, the fleet talks while faults come, all is healed, and the judge looks. */
public final class VerifyRun {
    private static final Duration STEP = Duration.ofMillis(250);
    private static final Duration READY_WITHIN = Duration.ofMinutes(6);
    private static final Duration ANSWERED_WITHIN = Duration.ofMinutes(2);
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(4);

    private final VerifyOptions options;
    private final Subject subject;
    private final PrintWriter out;
    private final BooleanSupplier isStopped;
    private final TelemetryTopics topics;

    /** @param isStopped a signal asks for an early end, with a verdict on what was until then */
    public VerifyRun(VerifyOptions options, Subject subject, PrintWriter out, BooleanSupplier isStopped) {
        this.options = options;
        this.subject = subject;
        this.out = out;
        this.isStopped = isStopped;
        this.topics = TelemetryTopics.withPrefix(options.topicPrefix());
    }

    public Verdict run() throws Exception {
        List<Fault> plan = FaultPlan.of(options.faults(), options.seed(), options.time(), subject.targets());
        subject.start(plan);
        if (!isReadyWithin(READY_WITHIN)) {
            throw new EnvironmentException(
                    "the pipeline must be ready within " + READY_WITHIN.toSeconds() + " s, was not");
        }
        Instant started = Instant.now();
        PublicWindows windows = new PublicWindows(new PublicJson(subject.httpUrl()), started);
        try (HistoryJournal journal = journal();
                Network network = Network.before(BrokerAddress.parse(subject.mqttUrl()), plan);
                JudgedFleet fleet = fleet(network, plan, new FleetHistory(journal));
                StreamWatches streams =
                        new StreamWatches(subject.httpUrl(), windows, fleet.history(), InstantSource.system())) {
            streams.of(Tier.S1).start();
            FaultRunner faults = new FaultRunner(plan, subject, network, fleet, out);
            Planting planting = new Planting(options.mutation(), fleet, new Planter(subject.kafkaBootstrap()), topics);
            long startNanos = System.nanoTime();
            talk(fleet, faults, planting, streams, journal);
            faults.heal();
            Duration healed = Duration.ofNanos(System.nanoTime() - startNanos);
            say("healed, waiting for the last answers");
            // Who is behind for longer is judged as well, by what there is then.
            isReadyWithin(SETTLED_WITHIN);
            StreamWatch seconds = streams.of(Tier.S1);
            seconds.stay();
            Optional<Finding> silence = new LiveCheck(fleet.history(), seconds::live, Pace.REAL).await();
            fleet.stop(ANSWERED_WITHIN);
            journal.check();
            planting.plant();
            Duration deathsNoticed = SilentDeaths.allNoticed(
                            faults.done(), fleet.mortals().values(), healed)
                    .minusNanos(System.nanoTime() - startNanos);
            Judgement judgement =
                    new Judgement(subject, fleet, streams, windows, deathsNoticed, Pace.REAL, InstantSource.system());
            Findings found = judgement.reach(SETTLED_WITHIN);
            planting.finding().ifPresent(found::add);
            silence.ifPresent(found::add);
            PublicLedger ledger = judgement.ledger();
            List<Finding> located = new StageSearch(subject.kafkaBootstrap(), topics, started).locate(found.list());
            return new Verdict(
                    options.seed(),
                    fleet.history(),
                    ledger.figures(),
                    ledger.wills(fleet.history()),
                    streams.resets(),
                    faults.done(),
                    faults.notDone(),
                    found,
                    located);
        }
    }

    private HistoryJournal journal() throws IOException {
        return options.history() == null
                ? HistoryJournal.NONE
                : new HistoryFile(options.history(), InstantSource.system());
    }

    private JudgedFleet fleet(Network network, List<Fault> plan, FleetHistory history) {
        BrokerAddress broker = BrokerAddress.parse(subject.mqttUrl());
        return new FleetSetup(options).fleet(broker, network.addresses(), plan, history);
    }

    /**
     * Before the run.
     *
     * @throws IllegalArgumentException where the scenario has no place for the fault that is to be planted
     */
    public static void checkMutation(VerifyOptions options) {
        new FleetSetup(options).checkMutation();
    }

    private void talk(
            JudgedFleet fleet, FaultRunner faults, Planting planting, StreamWatches streams, HistoryJournal journal)
            throws Exception {
        boolean isHalf = false;
        fleet.start();
        say("fleet of " + options.devices() + " devices against " + subject.mqttUrl());
        fleet.mortals()
                .forEach((device, fate) -> say("death " + fate.when().toSeconds() + "s " + device + " by "
                        + fate.how().label()));
        long startNanos = System.nanoTime();
        Duration now = Duration.ZERO;
        while (now.compareTo(options.time()) < 0 && !isStopped.getAsBoolean()) {
            look();
            journal.check();
            faults.run(now);
            if (!isHalf && now.multipliedBy(2).compareTo(options.time()) > 0) {
                isHalf = true;
                planting.plant();
                streams.startAll();
            }
            TimeUnit.MILLISECONDS.sleep(STEP.toMillis());
            now = Duration.ofNanos(System.nanoTime() - startNanos);
        }
        faults.run(now); // the last may be due by now
        streams.startAll();
    }

    private boolean isReadyWithin(Duration patience) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!subject.isReady()) {
            look();
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(STEP.toMillis());
        }
        return true;
    }

    private void look() throws IOException {
        subject.look();
        String fault = subject.fault();
        if (fault != null) {
            throw new EnvironmentException("the pipeline must go on, did not: " + fault);
        }
    }

    private void say(String what) {
        out.println(what);
        out.flush();
    }
}
