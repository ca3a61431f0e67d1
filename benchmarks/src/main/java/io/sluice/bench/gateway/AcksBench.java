package io.sluice.bench.gateway;

import io.sluice.bench.Benchmark;
import io.sluice.bench.Conditions;
import io.sluice.bench.Load;
import io.sluice.bench.Median;
import io.sluice.bench.Table;
import io.sluice.bench.gateway.Contestants.Kind;
import io.sluice.bench.mqtt.LoadClient;
import io.sluice.bench.mqtt.LoadClient.Target;
import io.sluice.bench.process.MqttServer;
import io.sluice.bench.process.ProcessFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Acknowledgements a second at QoS 1, and what they cost, beside Mosquitto without persistence, in turn. */
public final class AcksBench implements Benchmark {
    private static final double PER = 100_000;
    private static final long DRAIN_MILLIS = 3_000;

    private final boolean encrypted;

    private AcksBench(boolean encrypted) {
        this.encrypted = encrypted;
    }

    public static AcksBench plain() {
        return new AcksBench(false);
    }

    public static AcksBench encrypted() {
        return new AcksBench(true);
    }

    /** CPU in seconds for 100,000 acknowledgements. */
    record Round(String server, Load load, double acksPerSecond, double cpu, double othersCpu, double clientCpu) {}

    /** Sums at one moment. */
    private record Moment(long acked, double cpu, double others, double client, long nanos) {
        static Moment of(LoadClient client, MqttServer server) throws Exception {
            long self = ProcessHandle.current().pid();
            return new Moment(
                    client.acked(),
                    server.cpuSeconds(),
                    server.othersCpuSeconds(),
                    ProcessFigures.cpuSeconds(self),
                    System.nanoTime());
        }

        Round until(Moment end, MqttServer server, Load load) {
            double acks = end.acked - acked;
            return new Round(
                    server.name(),
                    load,
                    acks / (end.nanos - nanos) * TimeUnit.SECONDS.toNanos(1),
                    (end.cpu - cpu) / acks * PER,
                    (end.others - others) / acks * PER,
                    (end.client - client) / acks * PER);
        }
    }

    @Override
    public String name() {
        return encrypted ? "gateway-acks-tls" : "gateway-acks";
    }

    @Override
    public String about() {
        return "QoS 1 acknowledgements a second, payloads of 100 bytes, " + (encrypted ? "TLS 1.3" : "no TLS");
    }

    @Override
    public List<Table> run(Conditions conditions) throws Exception {
        List<Round> rounds = new ArrayList<>();
        Table raw = new Table(
                about() + ": rounds, in turn",
                "load (connections × in flight)",
                "round",
                "server",
                "acks/s",
                "server CPU s/100k",
                "Kafka CPU s/100k",
                "client CPU s/100k");
        try (Contestants contestants =
                Contestants.start(conditions.workspace(), Kind.SPOOL, Kind.BATCH, Kind.WHOLE_PATH, Kind.MOSQUITTO)) {
            for (Load load : conditions.scale().loads()) {
                for (MqttServer server : contestants.servers()) {
                    measure(contestants, server, load, conditions.scale().warmUp(), Duration.ZERO);
                }
                for (int number = 1; number <= conditions.scale().rounds(); number++) {
                    for (MqttServer server : contestants.servers()) {
                        Round round = measure(
                                contestants,
                                server,
                                load,
                                conditions.scale().ramp(),
                                conditions.scale().round());
                        rounds.add(round);
                        raw.add(
                                load,
                                number,
                                round.server,
                                round.acksPerSecond,
                                round.cpu,
                                round.othersCpu,
                                round.clientCpu);
                        conditions.say(String.format("  %s %s: %,.0f acks/s", load, round.server, round.acksPerSecond));
                    }
                }
            }
        }
        return List.of(raw, ratios(rounds, conditions.scale().loads()));
    }

    private Round measure(Contestants contestants, MqttServer server, Load load, Duration ramp, Duration time)
            throws Exception {
        Target target = new Target(
                server.port(encrypted), 1, encrypted ? contestants.certificate().certificate() : null);
        try (LoadClient client = LoadClient.connect(target, load.connections())) {
            client.start(load.inFlight());
            TimeUnit.MILLISECONDS.sleep(ramp.toMillis());
            Moment begin = Moment.of(client, server);
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
            Round round = begin.until(Moment.of(client, server), server, load);
            client.stop();
            client.awaitQuiet(DRAIN_MILLIS);
            return round;
        }
    }

    private Table ratios(List<Round> rounds, List<Load> loads) {
        Table table = new Table(
                about() + ": medians, and ratios to Mosquitto's",
                "load (connections × in flight)",
                "server",
                "acks/s",
                "× Mosquitto",
                "server CPU s/100k",
                "× Mosquitto ");
        for (Load load : loads) {
            double rate = median(rounds, load, "Mosquitto", Round::acksPerSecond);
            double cpu = median(rounds, load, "Mosquitto", Round::cpu);
            rounds.stream().map(Round::server).distinct().forEach(server -> {
                double itsRate = median(rounds, load, server, Round::acksPerSecond);
                double itsCpu = median(rounds, load, server, Round::cpu);
                table.add(load, server, itsRate, itsRate / rate, itsCpu, itsCpu / cpu);
            });
        }
        return table;
    }

    private static double median(List<Round> rounds, Load load, String server, ToDoubleFunction<Round> figure) {
        return Median.of(rounds.stream()
                .filter(round -> round.load.equals(load) && round.server.equals(server))
                .mapToDouble(figure)
                .toArray());
    }
}
