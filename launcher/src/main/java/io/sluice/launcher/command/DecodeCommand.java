package io.sluice.launcher.command;

import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import io.sluice.launcher.command.option.InstantConverter;
import io.sluice.launcher.decode.JsonLines;
import io.sluice.launcher.exit.ExitCode;
import io.sluice.launcher.exit.StopSignal;
import io.sluice.launcher.exit.StoppableWork;
import io.sluice.launcher.kafka.TopicReader;
import io.sluice.launcher.settings.LauncherSettings;
import io.sluice.model.batch.CorruptBatchException;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.batch.TelemetryBatchCodec;
import io.sluice.model.rollup.Tier;
import io.sluice.model.topic.TelemetryTopics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "decode",
        mixinStandardHelpOptions = true,
        description = {
            "Batches (or rollups) as JSON lines, for people, jq and any language.",
            "Reads what the topic holds now from kafka.bootstrap, or else from the broker of a running demo or up.",
            "A record that cannot be decoded is a line with an error, the others follow, and it exits 1 at the end; a FILE is"
                    + " one batch from its first byte to its last, and if it is none nothing is written and it exits 2."
        })
final class DecodeCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "one batch's bytes instead of a topic")
    private @Nullable Path file;

    @Option(names = "--topic", paramLabel = "T", description = "default: telemetry.batches")
    private @Nullable String topic;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = InstantConverter.class,
            description = "of a topic: milliseconds, ISO-8601 or -15m; default: all that is kept")
    private @Nullable Instant from;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Settings settings = LauncherSettings.load();
        PrintWriter out = spec.commandLine().getOut();
        int exitCode = ExitCode.DONE;
        if (file == null) {
            exitCode = decodeTopic(settings, out);
        } else if (topic != null) {
            throw new ParameterException(spec.commandLine(), "either --topic or a FILE must be named, were both");
        } else if (from != null) {
            throw new ParameterException(spec.commandLine(), "--from must not be given with a FILE, was " + from);
        } else {
            new JsonLines(out, JsonLines.Content.BATCH).write(batch(file));
        }
        out.flush();
        return exitCode;
    }

    private int decodeTopic(Settings settings, PrintWriter out) throws Exception {
        TelemetryTopics topics = TelemetryTopics.withPrefix(settings.get(CommonSettings.TOPIC_PREFIX));
        String name = topic == null ? topics.batches() : topic;
        Map<String, JsonLines.Content> known = known(topics);
        JsonLines.Content content = known.get(name);
        if (content == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--topic must be one of " + String.join(", ", known.keySet()) + ", was " + name);
        }
        String bootstrap = settings.find(CommonSettings.KAFKA_BOOTSTRAP)
                .orElseGet(() -> "127.0.0.1:" + settings.get(LauncherSettings.KAFKA_PORT));
        JsonLines lines = new JsonLines(out, content);
        StopSignal stop = StopSignal.install();
        boolean isWhole = new StoppableWork(stop).run(() -> {
            new TopicReader(bootstrap, name).read(from == null ? Instant.EPOCH : from, lines::write);
            return true;
        });
        return isWhole ? verdict(name, lines.undecodable()) : ExitCode.DONE;
    }

    private int verdict(String name, long undecodable) {
        if (undecodable == 0) {
            return ExitCode.DONE;
        }
        spec.commandLine()
                .getErr()
                .println("sluice: records of " + name + " must be decodable, " + undecodable
                        + " were not; their lines have an error");
        return ExitCode.VERDICT_NO;
    }

    private static Map<String, JsonLines.Content> known(TelemetryTopics topics) {
        Map<String, JsonLines.Content> known = new TreeMap<>();
        known.put(topics.batches(), JsonLines.Content.BATCH);
        known.put(topics.readings(), JsonLines.Content.BATCH);
        known.put(topics.late(), JsonLines.Content.BATCH);
        for (Tier tier : Tier.values()) {
            known.put(topics.rollups(tier), JsonLines.Content.ROLLUP);
        }
        return known;
    }

    private TelemetryBatch batch(Path path) {
        try {
            return TelemetryBatchCodec.decode(Files.readAllBytes(path));
        } catch (CorruptBatchException e) {
            throw new ParameterException(
                    spec.commandLine(), "FILE must be one batch, was " + path + " (" + e.getMessage() + ")");
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "FILE must be readable, was " + path);
        }
    }
}
