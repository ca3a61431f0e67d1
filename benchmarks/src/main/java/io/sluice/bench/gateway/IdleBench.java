package io.sluice.bench.gateway;

import io.sluice.bench.Benchmark;
import io.sluice.bench.Conditions;
import io.sluice.bench.Table;
import io.sluice.bench.gateway.Contestants.Kind;
import io.sluice.bench.mqtt.LoadClient;
import io.sluice.bench.mqtt.LoadClient.Target;
import io.sluice.bench.process.MqttServer;
import io.sluice.bench.process.ProcessFigures;
import io.sluice.kit.lifecycle.EnvironmentException;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** What a connection costs that says nothing. */
public final class IdleBench implements Benchmark {
    private static final int SOURCES = 20;
    private static final int WARM_UP_CONNECTIONS = 200;
    private static final int OTHER_FILES = 500;
    private static final double KIB = 1024;

    @Override
    public String name() {
        return "gateway-idle";
    }

    @Override
    public String about() {
        return "memory of an idle connection";
    }

    /** @param used heap and direct memory after a collection, where known */
    private record Memory(long resident, OptionalLong used) {
        static Memory of(MqttServer server) throws Exception {
            OptionalLong used = server.usedBytes();
            return new Memory(server.residentBytes(), used);
        }
    }

    @Override
    public List<Table> run(Conditions conditions) throws Exception {
        int count = conditions.scale().idleConnections();
        requireFiles(count);
        Table table = new Table(
                about() + ", from " + SOURCES + " loopback addresses; open files allowed: "
                        + ProcessFigures.openFilesLimit(),
                "server",
                "connections",
                "RSS before MiB",
                "RSS with them MiB",
                "RSS a connection KiB",
                "heap + direct a connection KiB");
        try (Contestants contestants = Contestants.start(conditions.workspace(), Kind.SPOOL, Kind.MOSQUITTO)) {
            for (MqttServer server : contestants.servers()) {
                Target target = new Target(server.port(false), SOURCES, null);
                LoadClient.connect(target, WARM_UP_CONNECTIONS).close();
                TimeUnit.SECONDS.sleep(1);
                Memory before = Memory.of(server);
                try (LoadClient client = LoadClient.connect(target, count)) {
                    Memory with = Memory.of(server);
                    add(table, server, client.open(), before, with);
                }
                conditions.say("  " + server.name() + " done");
            }
        }
        return List.of(table);
    }

    private static void add(Table table, MqttServer server, int open, Memory before, Memory with) {
        double used = before.used.isPresent() && with.used.isPresent()
                ? (with.used.getAsLong() - before.used.getAsLong()) / KIB / open
                : Double.NaN;
        table.add(
                server.name(),
                (long) open,
                before.resident / KIB / KIB,
                with.resident / KIB / KIB,
                (with.resident - before.resident) / KIB / open,
                used);
    }

    private static void requireFiles(int count) throws Exception {
        long allowed = ProcessFigures.openFilesLimit();
        if (allowed < count + OTHER_FILES) {
            throw new EnvironmentException(
                    "open files must be at least " + (count + OTHER_FILES) + " a process (ulimit -n), was " + allowed);
        }
    }
}
