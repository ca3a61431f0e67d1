package io.sluice.bench.gateway;

import io.sluice.bench.Benchmark;
import io.sluice.bench.Conditions;
import io.sluice.bench.Table;
import io.sluice.bench.gateway.Contestants.Kind;
import io.sluice.bench.process.MqttServer;
import io.sluice.bench.process.ProcessFigures;
import io.sluice.simulator.Fleet;
import io.sluice.simulator.FleetOptions;
import io.sluice.simulator.cost.OpenFiles;
import io.sluice.simulator.cost.OwnCost;
import io.sluice.simulator.mqtt.BrokerAddress;
import io.sluice.simulator.mqtt.PublishCounts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A slow and wide fleet against the whole path: what a connection costs on either side. */
public final class FleetBench implements Benchmark {
    private static final int MOST = 50_000;
    private static final int LEFT_TO_THE_SERVER = 600;
    private static final Duration CADENCE = Duration.ofSeconds(60);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final double MIB = 1 << 20;
    private static final double GIB = 1 << 30;

    @Override
    public String name() {
        return "fleet";
    }

    @Override
    public String about() {
        return "a fleet of one process, a message each " + CADENCE.toSeconds() + " s a device";
    }

    @Override
    public List<Table> run(Conditions conditions) throws Exception {
        int devices = devices(conditions);
        Table table = new Table(
                about() + "; open files allowed a process: " + ProcessFigures.openFilesLimit(),
                "side",
                "connections",
                "seconds until all were",
                "acked",
                "refused",
                "unanswered",
                "CPU s",
                "RSS before MiB",
                "RSS with them MiB",
                "KiB a connection",
                "connections a GiB");
        try (Contestants contestants = Contestants.start(conditions.workspace(), Kind.WHOLE_PATH)) {
            measure(contestants.servers().get(0), devices, conditions, table);
        }
        return List.of(table);
    }

    /** As many as both processes may hold, each with files of its own besides. */
    private static int devices(Conditions conditions) throws Exception {
        int wanted = conditions.scale().idleConnections() * MOST / 10_000;
        if (OpenFiles.objection(wanted + LEFT_TO_THE_SERVER).isEmpty()) {
            return wanted;
        }
        int possible = (int) (ProcessFigures.openFilesLimit() - LEFT_TO_THE_SERVER);
        conditions.say("  " + OpenFiles.objection(wanted).orElse("") + ": measured with " + possible);
        return possible;
    }

    private static void measure(MqttServer server, int devices, Conditions conditions, Table table) throws Exception {
        TimeUnit.MILLISECONDS.sleep(conditions.scale().warmUp().toMillis());
        OwnCost before = OwnCost.now();
        long residentBefore = server.residentBytes();
        double cpuBefore = server.cpuSeconds();
        FleetOptions options = FleetOptions.of("demo", devices, new BrokerAddress("127.0.0.1", server.port(false)), 7)
                .withPeriod(CADENCE);
        Fleet fleet = new Fleet(options);
        try (fleet) {
            double seconds = connect(fleet, devices);
            conditions.say("  " + fleet.connected() + " connected");
            TimeUnit.MILLISECONDS.sleep(4 * conditions.scale().warmUp().toMillis());
            int connected = fleet.connected();
            OwnCost with = OwnCost.now();
            long resident = server.residentBytes();
            double cpu = server.cpuSeconds() - cpuBefore;
            PublishCounts counts = fleet.stop();
            row(
                    table,
                    "fleet",
                    connected,
                    seconds,
                    counts,
                    (with.cpuNanos() - before.cpuNanos()) / 1e9,
                    before.residentBytes().orElse(0),
                    with.peakResidentBytes().orElse(0));
            row(table, "gateway", connected, seconds, counts, cpu, residentBefore, resident);
        }
    }

    private static double connect(Fleet fleet, int devices) throws InterruptedException {
        long startNanos = System.nanoTime();
        fleet.start();
        while (fleet.connected() < devices && System.nanoTime() - startNanos < LONGEST_NANOS) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return (System.nanoTime() - startNanos) / 1e9;
    }

    private static void row(
            Table table,
            String side,
            int connected,
            double seconds,
            PublishCounts counts,
            double cpuSeconds,
            long residentBefore,
            long resident) {
        double each = (double) (resident - residentBefore) / Math.max(1, connected);
        table.add(
                side,
                (long) connected,
                seconds,
                counts.acked(),
                counts.refused(),
                counts.unacked(),
                cpuSeconds,
                residentBefore / MIB,
                resident / MIB,
                each / 1024,
                GIB / each);
    }
}
