package io.sluice.bench.gateway;

import io.sluice.bench.Benchmark;
import io.sluice.bench.Conditions;
import io.sluice.bench.Table;
import io.sluice.bench.gateway.Contestants.Kind;
import io.sluice.bench.gateway.GoodDevices.Seen;
import io.sluice.bench.mqtt.storm.Assault;
import io.sluice.bench.mqtt.storm.Assaults;
import io.sluice.bench.mqtt.storm.Swarm;
import io.sluice.bench.process.Crowd;
import io.sluice.bench.process.MqttServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What good devices notice of bad ones. */
public final class StormBench implements Benchmark {
    /** Until so much of what is to stand does, a measurement has not begun. */
    private static final double STANDING = 0.9;

    /** Of less, one stall more or less is the p99, alone as well as beside. */
    private static final int ROUNDS_A_MEASUREMENT = 3;

    private static final long LONGEST_RAMP_NANOS = TimeUnit.SECONDS.toNanos(20);

    @Override
    public String name() {
        return "gateway-storm";
    }

    @Override
    public String about() {
        return "good devices' ack latency beside hostile clients";
    }

    @Override
    public List<Table> run(Conditions conditions) throws Exception {
        BesideTable table = new BesideTable(
                about(),
                "beside",
                "opened/s",
                "standing",
                "answered",
                "sent away",
                "failed",
                "their CPU",
                "server CPU");
        int slow = conditions.scale().idleConnections();
        try (Contestants contestants = Contestants.start(conditions.workspace(), Kind.GUARDED)) {
            MqttServer server = contestants.servers().get(0);
            try (GoodDevices good = GoodDevices.of(server);
                    Crowd crowd = Crowd.of(
                            server,
                            slow,
                            Contestants.LOGIN,
                            conditions.workspace().fresh("crowd"))) {
                good.pace(conditions.scale().warmUp());
                for (Assault assault : Assaults.all(slow, Contestants.LOGIN)) {
                    rounds(assault, server, good, crowd, conditions, table);
                }
            }
        }
        return table.asList();
    }

    private static void rounds(
            Assault assault, MqttServer server, GoodDevices good, Crowd crowd, Conditions conditions, BesideTable table)
            throws Exception {
        Duration time = conditions.scale().round().multipliedBy(ROUNDS_A_MEASUREMENT);
        crowd.begin(assault.name());
        good.pace(conditions.scale().warmUp());
        crowd.end();
        for (int round = 1; round <= conditions.scale().rounds(); round++) {
            good.pace(conditions.scale().ramp());
            Seen alone = good.measure(time);
            crowd.begin(assault.name());
            ramp(crowd, assault, good, conditions);
            long openedBefore = crowd.swarm().opened();
            double cpuBefore = server.cpuSeconds();
            double crowdCpuBefore = crowd.cpuSeconds();
            long startNanos = System.nanoTime();
            Seen beside = good.measure(time);
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            Swarm.Figures swarm = crowd.swarm();
            table.add(
                    assault.name(),
                    round,
                    alone,
                    beside,
                    (swarm.opened() - openedBefore) / seconds,
                    swarm.standing(),
                    swarm.answered(),
                    swarm.sentAway(),
                    swarm.failed(),
                    (crowd.cpuSeconds() - crowdCpuBefore) / seconds,
                    (server.cpuSeconds() - cpuBefore) / seconds);
            crowd.end();
            conditions.say("  " + assault.name() + ", round " + round + ": p99 "
                    + beside.quantiles().p99() + " ms, alone "
                    + alone.quantiles().p99());
        }
    }

    private static void ramp(Crowd crowd, Assault assault, GoodDevices good, Conditions conditions) throws Exception {
        long startNanos = System.nanoTime();
        do {
            good.pace(conditions.scale().ramp());
        } while (assault.trickles()
                && crowd.swarm().standing() < STANDING * assault.standing()
                && System.nanoTime() - startNanos < LONGEST_RAMP_NANOS);
    }
}
