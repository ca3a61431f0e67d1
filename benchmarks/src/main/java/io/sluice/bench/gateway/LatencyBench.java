package io.sluice.bench.gateway;

import io.sluice.bench.Benchmark;
import io.sluice.bench.Conditions;
import io.sluice.bench.Median;
import io.sluice.bench.Table;
import io.sluice.bench.gateway.Contestants.Kind;
import io.sluice.bench.mqtt.LoadClient;
import io.sluice.bench.mqtt.LoadClient.Target;
import io.sluice.bench.process.MqttServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * From a publish's write to its acknowledgement's read, at a fixed rate, beside a bare fdatasync on the same disk: one
 * after another, and at the messages' rate, since a disk and a processor that rest between two take longer.
 */
public final class LatencyBench implements Benchmark {
    private static final long DRAIN_MILLIS = 3_000;
    private static final String DISK = "bare fdatasync";
    private static final String PACED_DISK = "bare fdatasync, paced";

    @Override
    public String name() {
        return "gateway-latency";
    }

    @Override
    public String about() {
        return "ack latency at " + Pacer.PER_SECOND + " messages/s over " + Pacer.CONNECTIONS + " connections, in ms";
    }

    @Override
    public List<Table> run(Conditions conditions) throws Exception {
        Table raw = new Table(about() + ": rounds, in turn", "round", "what", "count", "p50", "p99", "max");
        Map<String, List<Quantiles>> found = new LinkedHashMap<>();
        try (Contestants contestants =
                Contestants.start(conditions.workspace(), Kind.SPOOL, Kind.WHOLE_PATH, Kind.MOSQUITTO)) {
            for (MqttServer server : contestants.servers()) {
                warm(server, conditions);
            }
            for (int number = 1; number <= conditions.scale().rounds(); number++) {
                Duration time = conditions.scale().round();
                Path probe = conditions.workspace().folder().resolve("probe-" + number);
                keep(number, DISK, DiskProbe.measure(probe, time, 0), raw, found);
                keep(number, PACED_DISK, DiskProbe.measure(probe, time, Pacer.PERIOD_NANOS), raw, found);
                for (MqttServer server : contestants.servers()) {
                    keep(
                            number,
                            server.name(),
                            measure(server, conditions.scale().ramp(), time),
                            raw,
                            found);
                }
                conditions.say("  round " + number + " done");
            }
        }
        return List.of(raw, ratios(found));
    }

    private static void keep(int number, String what, long[] nanos, Table raw, Map<String, List<Quantiles>> found) {
        Quantiles quantiles = Quantiles.of(nanos);
        raw.add(number, what, (long) nanos.length, quantiles.p50(), quantiles.p99(), quantiles.max());
        found.computeIfAbsent(what, w -> new ArrayList<>()).add(quantiles);
    }

    /** First as fast as it can, so that its code is compiled, then as it will be measured. */
    private static void warm(MqttServer server, Conditions conditions) throws Exception {
        try (LoadClient client = LoadClient.connect(Target.plain(server.port(false)), Pacer.CONNECTIONS)) {
            client.start(20);
            TimeUnit.MILLISECONDS.sleep(conditions.scale().warmUp().toMillis());
            client.stop();
            client.awaitQuiet(DRAIN_MILLIS);
            Pacer.pace(client, conditions.scale().warmUp());
        }
    }

    private static long[] measure(MqttServer server, Duration ramp, Duration time) throws Exception {
        try (LoadClient client = LoadClient.connect(Target.plain(server.port(false)), Pacer.CONNECTIONS)) {
            client.time();
            Pacer.pace(client, ramp);
            client.takeLatencies();
            Pacer.pace(client, time);
            client.awaitQuiet(DRAIN_MILLIS);
            return client.takeLatencies();
        }
    }

    private static Table ratios(Map<String, List<Quantiles>> found) {
        Table table = new Table(
                "ack latency: medians of the rounds, and ratios to a bare fdatasync",
                "what",
                "p50 ms",
                "× fdatasync",
                "× paced",
                "p99 ms",
                "× fdatasync ",
                "× paced ");
        List<Quantiles> disk = found.getOrDefault(DISK, List.of());
        List<Quantiles> paced = found.getOrDefault(PACED_DISK, List.of());
        found.forEach((what, rounds) -> table.add(
                what,
                p50(rounds),
                p50(rounds) / p50(disk),
                p50(rounds) / p50(paced),
                p99(rounds),
                p99(rounds) / p99(disk),
                p99(rounds) / p99(paced)));
        return table;
    }

    private static double p50(List<Quantiles> rounds) {
        return Median.of(rounds.stream().mapToDouble(Quantiles::p50).toArray());
    }

    private static double p99(List<Quantiles> rounds) {
        return Median.of(rounds.stream().mapToDouble(Quantiles::p99).toArray());
    }
}
