package io.sluice.launcher.command;

import io.sluice.kit.lifecycle.EnvironmentException;
import io.sluice.launcher.command.option.BrokerOptions;
import io.sluice.launcher.command.option.CertificateOptions;
import io.sluice.launcher.command.option.DurationConverter;
import io.sluice.launcher.exit.ExitCode;
import io.sluice.launcher.exit.StopSignal;
import io.sluice.launcher.settings.LauncherSettings;
import io.sluice.simulator.Fleet;
import io.sluice.simulator.FleetOptions;
import io.sluice.simulator.certificate.FleetAuthority;
import io.sluice.simulator.cost.OpenFiles;
import io.sluice.simulator.cost.OwnCost;
import io.sluice.simulator.fleet.Scenario;
import io.sluice.simulator.mqtt.BrokerAccess;
import io.sluice.simulator.mqtt.Failures;
import io.sluice.simulator.mqtt.PublishCounts;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "fleet",
        mixinStandardHelpOptions = true,
        description = {
            "Simulated devices against any MQTT 5 broker.",
            "In --user and the password {site} and {device} stand for the device that connects.",
            "Ends after --for, with exit code 1 where a message was left without an answer, or on Ctrl-C, with 0."
        })
final class FleetCommand implements Callable<Integer> {
    /** One process's memory; more has never been tried. */
    static final int MAX_DEVICES = 50_000;

    @Option(
            names = "--scenario",
            paramLabel = "NAME|FILE",
            required = true,
            description =
                    "a YAML file (docs/scenarios.md), or built in: demo, factory, fleet-of-vehicles, smart-meters,"
                            + " reconnect-storm, backlog, hostile, judged (what verify runs)")
    private String scenario = "";

    @Option(names = "--devices", paramLabel = "N", description = "default: what the scenario says")
    private @Nullable Integer asked;

    private int devices;

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Mixin
    private CertificateOptions certificates = new CertificateOptions();

    @Option(names = "--seed", paramLabel = "S", description = "one seed, one trace; default: ${DEFAULT-VALUE}")
    private long seed = 1;

    @Option(
            names = "--for",
            paramLabel = "T",
            converter = DurationConverter.class,
            description = "ends by itself after this time, such as 60s")
    private @Nullable Duration time;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        devices = asked != null ? asked : scenarioDevices();
        checkDevices(devices, spec);
        checkFiles(OpenFiles.objection(devices));
        LauncherSettings.load();
        StopSignal stop = StopSignal.install();
        OwnCost before = OwnCost.now();
        try (Fleet fleet = fleet()) {
            fleet.start();
            boolean isStopped = stop.await(time == null ? Duration.ofMillis(Long.MAX_VALUE) : time);
            int connected = fleet.connected();
            PublishCounts counts = fleet.stop();
            report(counts, fleet.held(), fleet.dropped());
            report(fleet.failures());
            say("fleet " + OwnCost.report(before, OwnCost.now(), connected));
            return exitCode(counts, isStopped);
        }
    }

    static void checkFiles(Optional<String> objection) throws EnvironmentException {
        if (objection.isPresent()) {
            throw new EnvironmentException(objection.get());
        }
    }

    static void checkDevices(int devices, CommandSpec spec) {
        if (devices < 1 || devices > MAX_DEVICES) {
            throw new ParameterException(
                    spec.commandLine(), "--devices must be from 1 to " + MAX_DEVICES + ", was " + devices);
        }
    }

    private int scenarioDevices() {
        try {
            return Scenario.named(scenario).size();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage());
        }
    }

    private Fleet fleet() {
        BrokerAccess access = broker.access();
        FleetAuthority authority = certificates.authority(broker.broker());
        try {
            return new Fleet(FleetOptions.of(scenario, devices, broker.broker(), seed)
                    .withAccess(access)
                    .withAuthority(authority));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage());
        }
    }

    private void report(PublishCounts counts, long held, long dropped) {
        say("fleet devices=" + devices + " published=" + counts.published() + " acked=" + counts.acked() + " refused="
                + counts.refused() + " unacked=" + counts.unacked() + " sent=" + counts.sent() + " held=" + held
                + " dropped=" + dropped);
    }

    /** Who stops it before its time has it drained and done, whatever the broker left open. */
    static int exitCode(PublishCounts counts, boolean isStopped) {
        return counts.unacked() == 0 || isStopped ? ExitCode.DONE : ExitCode.VERDICT_NO;
    }

    private void report(Failures failures) {
        report("connects-failed", failures.connects());
        if (failures.losses() > 0) {
            say("fleet connections-lost=" + failures.losses());
        }
        report("publishes-refused", failures.publishes());
    }

    private void report(String what, SortedMap<String, Long> counts) {
        if (!counts.isEmpty()) {
            say("fleet " + what
                    + counts.entrySet().stream()
                            .map(count -> " " + count.getKey() + "=" + count.getValue())
                            .collect(Collectors.joining()));
        }
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
