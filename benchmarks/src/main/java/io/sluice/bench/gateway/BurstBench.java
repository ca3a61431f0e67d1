package io.sluice.bench.gateway;

import io.sluice.bench.Benchmark;
import io.sluice.bench.Conditions;
import io.sluice.bench.Table;
import io.sluice.bench.gateway.Contestants.Kind;
import io.sluice.bench.mqtt.LoadClient;
import io.sluice.bench.mqtt.LoadClient.Target;
import io.sluice.bench.process.MqttServer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A device that comes back with much to say, and says it at once. */
public final class BurstBench implements Benchmark {
    private static final long AT_MOST_NANOS = TimeUnit.SECONDS.toNanos(60);

    @Override
    public String name() {
        return "gateway-burst";
    }

    @Override
    public String about() {
        return "publishes thrown at once on one connection, all of which must be acknowledged";
    }

    @Override
    public List<Table> run(Conditions conditions) throws Exception {
        int count = conditions.scale().burst();
        Table table = new Table(about(), "server", "thrown", "acknowledged", "seconds until the last");
        try (Contestants contestants =
                Contestants.start(conditions.workspace(), Kind.SPOOL, Kind.WHOLE_PATH, Kind.MOSQUITTO)) {
            for (MqttServer server : contestants.servers()) {
                try (LoadClient client = LoadClient.connect(Target.plain(server.port(false)), 1)) {
                    long beginNanos = System.nanoTime();
                    client.burst(count);
                    while (client.acked() < count && System.nanoTime() - beginNanos < AT_MOST_NANOS) {
                        TimeUnit.MILLISECONDS.sleep(1);
                    }
                    double seconds = (System.nanoTime() - beginNanos) / 1e9;
                    table.add(server.name(), (long) count, client.acked(), seconds);
                }
            }
        }
        return List.of(table);
    }
}
