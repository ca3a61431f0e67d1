package io.sluice.bench;

import io.sluice.bench.batch.BatchBench;
import io.sluice.bench.gateway.AcksBench;
import io.sluice.bench.gateway.BurstBench;
import io.sluice.bench.gateway.FleetBench;
import io.sluice.bench.gateway.IdleBench;
import io.sluice.bench.gateway.LatencyBench;
import io.sluice.bench.gateway.ReconnectBench;
import io.sluice.bench.gateway.StormBench;
import io.sluice.kit.lifecycle.EnvironmentException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./sluice bench}: runs the benchmarks one after another and prints their tables. */
@Command(
        name = "sluice bench",
        mixinStandardHelpOptions = true,
        description = {
            "The benchmarks, on loopback, with a table at the end.",
            "A name may be the beginning of several: gateway is all of the gateway's."
        })
public final class Bench implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int ENVIRONMENT = 3;

    private static final List<Benchmark> ALL = List.of(
            AcksBench.plain(),
            AcksBench.encrypted(),
            new LatencyBench(),
            new IdleBench(),
            new BurstBench(),
            new StormBench(),
            new ReconnectBench(),
            new FleetBench(),
            new BatchBench());

    @Parameters(
            paramLabel = "NAME",
            description = "which; without one all, in this order: ${COMPLETION-CANDIDATES}",
            completionCandidates = Names.class)
    private List<String> names = new ArrayList<>();

    @Option(names = "--quick", description = "one short round each: shows that it runs, not what it measures")
    private boolean quick;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "on the disk to be measured; default: ${DEFAULT-VALUE}")
    private Path folder = Path.of("sluice-data");

    @Option(
            names = "--recordings",
            paramLabel = "DIR",
            description = "the recorded sets of bench batch; default: ${DEFAULT-VALUE}")
    private Path recordings = Path.of("..", "shared", "data");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** What may be asked for. */
    static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Names() {
            super(ALL.stream().map(Benchmark::name).toList());
        }
    }

    public static void main(String[] args) {
        int exitCode = commandLine().execute(args);
        System.out.flush();
        System.exit(exitCode);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Bench())
                .setParameterExceptionHandler((problem, args) -> say(problem.getCommandLine(), problem, USAGE))
                .setExecutionExceptionHandler((problem, command, parsed) -> failed(problem, command));
    }

    private static int failed(Exception problem, CommandLine command) {
        if (problem instanceof EnvironmentException) {
            return say(command, problem, ENVIRONMENT);
        }
        problem.printStackTrace(command.getErr());
        return FAILED;
    }

    private static int say(CommandLine command, Exception problem, int exitCode) {
        command.getErr().println("sluice: " + problem.getMessage());
        return exitCode;
    }

    @Override
    public Integer call() throws Exception {
        List<Benchmark> wanted = wanted();
        Scale scale = quick ? Scale.QUICK : Scale.FULL;
        PrintWriter out = spec.commandLine().getOut();
        List<Table> tables = new ArrayList<>();
        try (Workspace workspace = Workspace.in(folder)) {
            Conditions conditions = new Conditions(
                    workspace, recordings, scale, spec.commandLine().getErr());
            for (Benchmark benchmark : wanted) {
                conditions.say("bench " + benchmark.name() + ": " + benchmark.about());
                tables.addAll(benchmark.run(conditions));
            }
            out.println(Machine.describe(workspace.folder()));
        }
        tables.forEach(table -> out.println("\n" + table.markdown()));
        out.flush();
        return DONE;
    }

    private static List<Benchmark> matching(String name) {
        List<Benchmark> exact =
                ALL.stream().filter(benchmark -> benchmark.name().equals(name)).toList();
        return exact.isEmpty()
                ? ALL.stream()
                        .filter(benchmark -> benchmark.name().startsWith(name))
                        .toList()
                : exact;
    }

    private List<Benchmark> wanted() {
        List<Benchmark> wanted = new ArrayList<>();
        for (String name : names.isEmpty() ? List.of("") : names) {
            List<Benchmark> matching = matching(name);
            if (matching.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "NAME must be one of "
                                + ALL.stream().map(Benchmark::name).collect(Collectors.joining(", "))
                                + " or begin some of them, was " + name);
            }
            wanted.addAll(matching);
        }
        return wanted.stream().distinct().toList();
    }
}
