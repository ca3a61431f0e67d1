package io.sluice.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
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
                "frobnicate|sluice: Unmatched argument at index 0: 'frobnicate'",
                "decode --from yesterday|sluice: Invalid value for option '--from': must be milliseconds since"
                        + " 1970, an ISO-8601 time or -15m for a time ago, was yesterday",
                "decode --topic nothing|sluice: --topic must be one of telemetry.batches, telemetry.late,"
                        + " telemetry.readings, telemetry.rollups.10s, telemetry.rollups.1h, telemetry.rollups.1m,"
                        + " telemetry.rollups.1s, was nothing",
                "decode no-such-file|sluice: FILE must be readable, was no-such-file",
                "password --file f pump|sluice: --device must be given where NAME is no device: a device must be"
                        + " site/device, was pump",
                "password --file f pump --device a/b/c|sluice: --device: a device must be site/device, each of"
                        + " [A-Za-z0-9_.:-] with a * only at the end, was a/b/c",
                "password pump|sluice: Missing required option: '--file=FILE'"
            })
    void whatIsWrongIsNamedOnOneLineAndExitsWith2(String arguments, String message) {
        assertEquals(ExitCode.USAGE, run(arguments.isEmpty() ? new String[0] : arguments.split(" ")));
        assertEquals(message, err.toString().stripTrailing());
        assertEquals("", out.toString());
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

    static Iterable<String> commands() {
        return Sluice.commandLine().getSubcommands().keySet();
    }

    private int run(String... arguments) {
        CommandLine commandLine = Sluice.commandLine();
        commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
