package io.sluice.launcher.kafka;

import io.sluice.model.topic.TopicSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How large a record topics take: those of an earlier version, or that someone else made, may not take a batch. */
final class RecordBounds {
    private static final Logger log = LoggerFactory.getLogger(RecordBounds.class);

    private RecordBounds() {}

    /** Kafka answers a change a moment before its brokers know of it; that is waited for. */
    static void raise(Admin admin, List<TopicSpec> specs, Duration timeout)
            throws ExecutionException, InterruptedException {
        try {
            long deadlineNanos = System.nanoTime() + timeout.toNanos();
            Map<ConfigResource, Collection<AlterConfigOp>> raises = raisesOf(admin, specs);
            admin.incrementalAlterConfigs(raises).all().get();
            while (!raises.isEmpty() && System.nanoTime() < deadlineNanos) {
                raises = raisesOf(admin, specs);
            }
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw e;
            }
            log.atWarn()
                    .addKeyValue("reason", e.getCause().getMessage())
                    .log("what topics take at most is not ours to see to");
        }
    }

    /** @return for each topic that takes less than it should, how that ends */
    private static Map<ConfigResource, Collection<AlterConfigOp>> raisesOf(Admin admin, List<TopicSpec> specs)
            throws ExecutionException, InterruptedException {
        Map<ConfigResource, Integer> wanted = new HashMap<>();
        for (TopicSpec spec : specs) {
            Integer bytes = spec.maxRecordBytes();
            if (bytes != null) {
                wanted.put(new ConfigResource(ConfigResource.Type.TOPIC, spec.name()), bytes);
            }
        }
        Map<ConfigResource, Collection<AlterConfigOp>> raises = new HashMap<>();
        admin.describeConfigs(wanted.keySet()).all().get().forEach((topic, config) -> {
            int bytes = Objects.requireNonNull(wanted.get(topic));
            if (Integer.parseInt(
                            config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value())
                    < bytes) {
                ConfigEntry raised = new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(bytes));
                raises.put(topic, List.of(new AlterConfigOp(raised, AlterConfigOp.OpType.SET)));
            }
        });
        return raises;
    }
}
