package io.sluice.launcher.kafka;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The server properties of a single broker that is its own controller. */
final class BrokerConfig {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    private static final String BROKER_LISTENER = "BROKER";
    private static final String HOST = "127.0.0.1";

    private BrokerConfig() {}

    static Map<String, String> of(Path folder, int port, int controllerPort) {
        Map<String, String> config = new HashMap<>();
        addListeners(config, port, controllerPort);
        addInternalTopics(config);
        addThreads(config);
        config.put("log.dirs", folder.toString());
        config.put("auto.create.topics.enable", "false");
        config.put("default.replication.factor", "1");
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
        config.put("metric.reporters", "");
        return config;
    }

    private static void addListeners(Map<String, String> config, int port, int controllerPort) {
        config.put("process.roles", "broker,controller");
        config.put("node.id", String.valueOf(NODE_ID));
        config.put("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
        config.put(
                "listeners",
                BROKER_LISTENER + "://" + HOST + ":" + port + "," + CONTROLLER_LISTENER + "://" + HOST + ":"
                        + controllerPort);
        config.put("advertised.listeners", BROKER_LISTENER + "://" + HOST + ":" + port);
        config.put("inter.broker.listener.name", BROKER_LISTENER);
        config.put("controller.listener.names", CONTROLLER_LISTENER);
        config.put(
                "listener.security.protocol.map", BROKER_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
    }

    private static void addInternalTopics(Map<String, String> config) {
        config.put("offsets.topic.num.partitions", "4");
        config.put("offsets.topic.replication.factor", "1");
        config.put("transaction.state.log.num.partitions", "4");
        config.put("transaction.state.log.replication.factor", "1");
        config.put("transaction.state.log.min.isr", "1");
        config.put("share.coordinator.state.topic.num.partitions", "4");
        config.put("share.coordinator.state.topic.replication.factor", "1");
        config.put("share.coordinator.state.topic.min.isr", "1");
    }

    private static void addThreads(Map<String, String> config) {
        config.put("num.network.threads", "2");
        config.put("num.io.threads", "4");
        config.put("background.threads", "4");
        config.put("num.recovery.threads.per.data.dir", "2");
    }
}
