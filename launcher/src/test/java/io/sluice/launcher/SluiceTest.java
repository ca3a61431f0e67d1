package io.sluice.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.launcher.exit.ExitCode;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.batch.TelemetryBatchCodec;
import io.sluice.simulator.scenario.ScenarioFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class SluiceTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "''|sluice: a command must be named; --help lists them",
                "settings --nope|sluice: Unknown option: '--nope'",
                "frobnicate|sluice: a command must be one that --help lists, was frobnicate",
                "cluster down|sluice: a command of cluster must be one that --help lists, was down",
                "settings extra|sluice: Unmatched argument at index 1: 'extra'",
                "replay f --speed 0|sluice: --speed must be > 0, was 0.0",
                "verify --mutate nix|sluice: Invalid value for option '--mutate': must be one of lose, lose-late,"
                        + " double, change, misstate, late, will, death, was nix",
                "decode --from yesterday|sluice: Invalid value for option '--from': must be milliseconds since"
                        + " 1970, an ISO-8601 time or -15m for a time ago, was yesterday",
                "decode f --from 2024-11-24T01:39:05Z|sluice: --from must not be given with a FILE, was"
                        + " 2024-11-24T01:39:05Z",
                "replay f --separator ;|sluice: --separator and --decimal must not be given without --columns, was"
                        + " --separator ;",
                "replay f --decimal , --separator ;|sluice: --separator and --decimal must not be given without"
                        + " --columns, was --separator ; --decimal ,",
                "decode --topic nothing|sluice: --topic must be one of telemetry.batches, telemetry.late,"
                        + " telemetry.readings, telemetry.rollups.10s, telemetry.rollups.1h, telemetry.rollups.1m,"
                        + " telemetry.rollups.1s, was nothing",
                "decode no-such-file|sluice: FILE must be readable, was no-such-file",
                "password --file f pump|sluice: --device must be given where NAME is no device: a device must be"
                        + " site/device, was pump",
                "password --file f pump --device a/b/c|sluice: --device: a device must be site/device, each of"
                        + " [A-Za-z0-9_.:-] with a * only at the end, was a/b/c",
                "password pump|sluice: Missing required option: '--file=FILE'",
                "fleet --scenario demo --broker http://h|sluice: Invalid value for option '--broker': must be"
                        + " mqtt://host:port or mqtts://host:port, was http://h",
                "fleet --scenario demo --ca ca.pem|sluice: --ca must not be given without mqtts:// in --broker, was"
                        + " ca.pem",
                "fleet --scenario demo --broker mqtts://h --ca no-such|sluice: --ca must be a PEM file of X.509"
                        + " certificates, was no-such, which cannot be read: java.nio.file.NoSuchFileException: no-such",
                "fleet --scenario demo --password-file f|sluice: --password-file must not be given without --user, was"
                        + " f",
                "fleet --scenario demo --user u --password-file no-such|sluice: --password-file must be a file whose"
                        + " first line is a password, was no-such, which cannot be read:"
                        + " java.nio.file.NoSuchFileException: no-such",
                "verify --scenario nosuch --for 2h|sluice: --for must be <= 100m, since windows of 1 s are kept for 2 h, was"
                        + " 120m",
                "verify --scenario nosuch --devices 500 --for 11m|sluice: --for times --devices must be <= 83h, since the"
                        + " API has to hold all windows of 1 s, was 91h",
                "verify --scenario nosuch --report no/such/r.json|sluice: --report must be a file that can be written,"
                        + " was no/such/r.json (java.nio.file.NoSuchFileException: no/such/r.json)",
                "verify --scenario nosuch --history no/such/h|sluice: --history must be a file that can be written,"
                        + " was no/such/h (java.nio.file.NoSuchFileException: no/such/h)",
                "verify --scenario nosuch --report target|sluice: --report must be a file that can be written, was"
                        + " target (java.io.IOException: no file that can be written)",
                "fleet --scenario demo --broker mqtt://h:99999|sluice: Invalid value for option '--broker': must have a"
                        + " port from 1 to 65535, was mqtt://h:99999",
                "replay f --broker mqtt://h:0|sluice: Invalid value for option '--broker': must have a port from 1 to"
                        + " 65535, was mqtt://h:0",
                "verify --scenario smart-meters --mutate will --devices 10|sluice: --mutate must not be will where fewer"
                        + " than one of the devices leave a will, was for 10 devices, of which 0 do",
                "verify --mutate death --devices 1|sluice: --mutate must not be death where fewer than two of the"
                        + " devices leave a will, was for 1 devices, of which 1 do",
                "replay f --user {device}|sluice: --user must not hold {site} or {device}: each connection of a replay"
                        + " speaks for several devices"
            })
    void whatIsWrongIsNamedOnOneLineAndExitsWith2(String arguments, String message) {
        assertEquals(ExitCode.USAGE, run(arguments.isEmpty() ? new String[0] : arguments.split(" ")));
        assertEquals(message, err.toString().stripTrailing());
        assertEquals("", out.toString());
    }

    @Test
    void aFileThatIsNoBatchIsNamedOnOneLineAndExitsWith2(@TempDir Path folder) throws IOException {
        Path batch = Files.write(folder.resolve("batch"), batch());
        Path rubbish = Files.write(folder.resolve("rubbish"), new byte[] {1, 2, 3});
        Path both = Files.write(folder.resolve("both"), batch());
        Files.write(both, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);

        assertEquals(ExitCode.DONE, run("decode", batch.toString()));
        assertTrue(out.toString().startsWith("{\"spool\":\"spool-1\""), out.toString());
        out.getBuffer().setLength(0);
        for (Path file : List.of(rubbish, both)) {
            assertEquals(ExitCode.USAGE, run("decode", file.toString()));
            assertEquals("", out.toString());
            assertEquals(1, err.toString().lines().count(), err.toString());
            assertTrue(
                    err.toString()
                            .startsWith("sluice: FILE must be one batch, was " + file + " (batch must be Protobuf"),
                    err.toString());
            err.getBuffer().setLength(0);
        }
    }

    private static byte[] batch() {
        return TelemetryBatchCodec.encode(new TelemetryBatch("spool-1", List.of(), List.of()));
    }

    @Test
    void anOldReportIsNotLeftBehindByARunThatFails(@TempDir Path folder) throws IOException {
        Path report = Files.writeString(folder.resolve("r.json"), "{\"verdict\":\"balanced\"}");

        assertEquals(ExitCode.USAGE, run("verify", "--scenario", "nosuch", "--report", report.toString()));
        assertFalse(Files.exists(report));
    }

    @Test
    void fleetNamesEveryBuiltInScenario() {
        assertEquals(ExitCode.DONE, run("fleet", "--help"));
        String help = out.toString().replaceAll("\\s+", " ");
        for (String scenario : ScenarioFiles.BUILT_IN) {
            assertTrue(help.contains(" " + scenario + ",") || help.contains(" " + scenario + " "), scenario);
        }
    }

    @Test
    void settingsListsEverySetting() {
        assertEquals(ExitCode.DONE, run("settings"));
        assertTrue(out.toString().contains("kafka.port"), out.toString());
        assertTrue(out.toString().contains("from 0 to 65535"), out.toString());
    }

    @ParameterizedTest(name = "{0} --help")
    @MethodSource("commands")
    void everyCommandHasHelp(String command) {
        assertEquals(ExitCode.DONE, run(command, "--help"));
        assertTrue(out.toString().startsWith("Usage: sluice " + command), out.toString());
    }

    @Test
    void theListOfCommandsSaysAWholeSentenceOfEach() {
        Map<String, CommandLine> commands = new TreeMap<>(Sluice.commandLine().getSubcommands());
        Sluice.commandLine().getSubcommands().values().forEach(command -> commands.putAll(command.getSubcommands()));
        commands.forEach((name, command) -> {
            String listed = command.getCommandSpec().usageMessage().description()[0];
            assertTrue(listed.endsWith("."), name + ": " + listed);
        });
    }

    static Iterable<String> commands() {
        return Sluice.commandLine().getSubcommands().keySet();
    }

    private int run(String... arguments) {
        CommandLine commandLine = Sluice.commandLine();
        commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
