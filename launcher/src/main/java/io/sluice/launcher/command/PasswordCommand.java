package io.sluice.launcher.command;

import io.sluice.gateway.access.DevicePattern;
import io.sluice.gateway.access.PasswordFile;
import io.sluice.kit.lifecycle.EnvironmentException;
import io.sluice.launcher.exit.ExitCode;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "password",
        mixinStandardHelpOptions = true,
        description = {
            "Adds a user to the file of mqtt.passwords, or changes one. A running gateway notices.",
            "The password is asked for, or is the first line of stdin where that is no terminal."
        })
final class PasswordCommand implements Callable<Integer> {
    @Option(names = "--file", paramLabel = "FILE", required = true, description = "made where it is not there")
    private Path file = Path.of("");

    @Option(
            names = "--device",
            paramLabel = "SITE/DEVICE",
            arity = "1..*",
            description =
                    "for which devices the user speaks, such as plant-1/pump-7 or plant-1/*; default: NAME itself")
    private List<String> devices = List.of();

    @Parameters(paramLabel = "NAME", description = "the MQTT user name")
    private String name = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        List<DevicePattern> patterns = patterns();
        byte[] password = read();
        try {
            boolean replaced = new PasswordFile(file).put(name, patterns, password);
            spec.commandLine().getOut().println((replaced ? "changed " : "added ") + name + " in " + file);
            spec.commandLine().getOut().flush();
            return ExitCode.DONE;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new EnvironmentException("--file must be a file that can be written, was " + file + ": " + e, e);
        } finally {
            Arrays.fill(password, (byte) 0);
        }
    }

    private List<DevicePattern> patterns() {
        List<String> texts = devices.isEmpty() ? List.of(name) : devices;
        try {
            return texts.stream().map(DevicePattern::parse).toList();
        } catch (IllegalArgumentException e) {
            String hint = devices.isEmpty() ? "--device must be given where NAME is no device: " : "--device: ";
            throw new ParameterException(spec.commandLine(), hint + e.getMessage());
        }
    }

    private static byte[] read() throws IOException {
        Console console = System.console();
        if (console == null) {
            return firstLine(System.in);
        }
        char[] typed = console.readPassword("password: ");
        if (typed == null) {
            return new byte[0];
        }
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(typed));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        Arrays.fill(encoded.array(), (byte) 0);
        Arrays.fill(typed, '\0');
        return bytes;
    }

    /** Up to the end of the line, which printf and echo disagree about. */
    private static byte[] firstLine(InputStream in) throws IOException {
        byte[] all = in.readNBytes(64 * 1024);
        int end = 0;
        while (end < all.length && all[end] != '\n' && all[end] != '\r') {
            end++;
        }
        byte[] line = Arrays.copyOf(all, end);
        Arrays.fill(all, (byte) 0);
        return line;
    }
}
