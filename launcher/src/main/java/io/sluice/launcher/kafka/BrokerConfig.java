package io.sluice.launcher.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The server properties of brokers that are their own controllers: one on a laptop, several in a cluster. */
final class BrokerConfig {
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    private static final String BROKER_LISTENER = "BROKER";
    private static final String HOST = "127.0.0.1";

    private BrokerConfig() {}

    static Map<String, String> of(BrokerNode node, List<BrokerNode> all) {
        Map<String, String> config = new HashMap<>();
        addListeners(config, node, all);
        addTopics(config, all.size());
        addThreads(config);
        config.put("log.dirs", node.folder().toString());
        config.put("auto.create.topics.enable", "false");
        config.put("log.segment.bytes", String.valueOf(64 << 20));
        // The default of 128 MiB would be most of this broker's heap.
        config.put("log.cleaner.dedupe.buffer.size", String.valueOf(16 << 20));
        config.put("group.initial.rebalance.delay.ms", "0");
        // A killed instance's open transaction holds every read-committed consumer back until it is found and aborted.
        config.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        // A transaction that begins while the last one is still being ended waits here for a moment; after Kafka's 100
        // ms
        // the producer would be sent away with its batches out of order.
        config.put("add.partitions.to.txn.retry.backoff.ms", "5");
        config.put("add.partitions.to.txn.retry.backoff.max.ms", "2000");
        // A laptop that was off for a fortnight still goes on where it stopped.
        config.put("offsets.retention.minutes", String.valueOf(10 * 365 * 24 * 60));
        if (all.size() == 1) {
            addSession(config);
        }
        config.put("metric.reporters", "");
        return config;
    }

    private static void addListeners(Map<String, String> config, BrokerNode node, List<BrokerNode> all) {
        config.put("process.roles", "broker,controller");
        config.put("node.id", String.valueOf(node.id()));
        config.put(
                "controller.quorum.voters",
                all.stream()
                        .map(voter -> voter.id() + "@" + HOST + ":" + voter.controllerPort())
                        .collect(Collectors.joining(",")));
        String client = BROKER_LISTENER + "://" + HOST + ":" + node.port();
        config.put("listeners", client + "," + CONTROLLER_LISTENER + "://" + HOST + ":" + node.controllerPort());
        config.put("advertised.listeners", client);
        config.put("inter.broker.listener.name", BROKER_LISTENER);
        config.put("controller.listener.names", CONTROLLER_LISTENER);
        config.put(
                "listener.security.protocol.map", BROKER_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
    }

    private static void addTopics(Map<String, String> config, int brokers) {
        String copies = String.valueOf(Math.min(3, brokers));
        String inSync = brokers < 3 ? "1" : "2";
        config.put("default.replication.factor", copies);
        config.put("min.insync.replicas", inSync);
        config.put("offsets.topic.num.partitions", "4");
        config.put("offsets.topic.replication.factor", copies);
        config.put("transaction.state.log.num.partitions", "4");
        config.put("transaction.state.log.replication.factor", copies);
        config.put("transaction.state.log.min.isr", inSync);
        config.put("share.coordinator.state.topic.num.partitions", "4");
        config.put("share.coordinator.state.topic.replication.factor", copies);
        config.put("share.coordinator.state.topic.min.isr", inSync);
    }

    /**
     * A controller registers a broker again only once the session of its killed predecessor is over, with Kafka's 9 s
     * for two thirds of the time that a restart takes. Alone a broker shares its process with its controller: there is
     * no network between them to be patient with.
     */
    private static void addSession(Map<String, String> config) {
        config.put("broker.session.timeout.ms", "3000");
        config.put("broker.heartbeat.interval.ms", "500");
    }

    private static void addThreads(Map<String, String> config) {
        config.put("num.network.threads", "2");
        config.put("num.io.threads", "4");
        config.put("background.threads", "4");
        config.put("num.recovery.threads.per.data.dir", "2");
    }
}
