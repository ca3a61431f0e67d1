package io.sluice.bench.gateway;

import io.sluice.bench.Benchmark;
import io.sluice.bench.Conditions;
import io.sluice.bench.Table;
import io.sluice.bench.gateway.Contestants.Kind;
import io.sluice.bench.gateway.GoodDevices.Seen;
import io.sluice.bench.mqtt.storm.Herd;
import io.sluice.bench.process.Crowd;
import io.sluice.bench.process.MqttServer;
import io.sluice.kit.lifecycle.EnvironmentException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** All devices but some are cut off at once and come back. */
public final class ReconnectBench implements Benchmark {
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(90);

    /** About as long as all take to come back: of less, one collection is the p99 or none is. */
    private static final int ALONE_ROUNDS = 8;

    /** Of the process, which in life is the usual one: a round apart from those that are warm. */
    private static final int FIRST_STORM = 0;

    @Override
    public String name() {
        return "gateway-reconnect";
    }

    @Override
    public String about() {
        return "good devices' ack latency while all others reconnect";
    }

    @Override
    public List<Table> run(Conditions conditions) throws Exception {
        BesideTable table = new BesideTable(
                about(),
                "reconnecting",
                "seconds until all were back",
                "attempts",
                "refused",
                "their CPU",
                "server CPU");
        int count = conditions.scale().idleConnections();
        try (Contestants contestants = Contestants.start(conditions.workspace(), Kind.GUARDED)) {
            MqttServer server = contestants.servers().get(0);
            try (GoodDevices good = GoodDevices.of(server);
                    Crowd herd = Crowd.of(
                            server,
                            count,
                            Contestants.LOGIN,
                            conditions.workspace().fresh("herd"))) {
                gather(herd, count, good, conditions);
                for (int round = FIRST_STORM; round <= conditions.scale().rounds(); round++) {
                    round(round, count, server, good, herd, conditions, table);
                }
            }
        }
        return table.asList();
    }

    private static void gather(Crowd herd, int count, GoodDevices good, Conditions conditions) throws Exception {
        herd.gather();
        await(herd, count, good, conditions);
        conditions.say("  " + count + " are there");
    }

    private static void await(Crowd herd, int count, GoodDevices good, Conditions conditions) throws Exception {
        long deadlineNanos = System.nanoTime() + LONGEST_NANOS;
        while (herd.herd().present() < count) {
            good.pace(conditions.scale().ramp());
            if (System.nanoTime() > deadlineNanos) {
                throw new EnvironmentException("connections must be " + count + " after 90 s, were "
                        + herd.herd().present() + " (ulimit -n?)");
            }
        }
        good.pace(conditions.scale().warmUp());
    }

    private static void round(
            int round,
            int count,
            MqttServer server,
            GoodDevices good,
            Crowd herd,
            Conditions conditions,
            BesideTable table)
            throws Exception {
        Seen alone = good.measure(conditions.scale().round().multipliedBy(ALONE_ROUNDS));
        Herd.Figures before = herd.herd();
        double cpuBefore = server.cpuSeconds();
        double herdCpuBefore = herd.cpuSeconds();
        long startNanos = System.nanoTime();
        herd.cutOff();
        long[] backNanos = {0};
        Seen beside = good.measureUntil(() -> {
            backNanos[0] = System.nanoTime() - startNanos;
            return herd.herd().present() >= count || backNanos[0] > LONGEST_NANOS;
        });
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        Herd.Figures after = herd.herd();
        table.add(
                after.present(),
                round,
                alone,
                beside,
                backNanos[0] / 1e9,
                after.attempts() - before.attempts(),
                after.refused() - before.refused(),
                (herd.cpuSeconds() - herdCpuBefore) / seconds,
                (server.cpuSeconds() - cpuBefore) / seconds);
        conditions.say("  round " + round + ": p99 " + beside.quantiles().p99() + " ms, alone "
                + alone.quantiles().p99() + ", back after " + backNanos[0] / 1_000_000 + " ms");
    }
}
