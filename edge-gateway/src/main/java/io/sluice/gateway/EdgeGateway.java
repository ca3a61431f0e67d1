package io.sluice.gateway;

import io.sluice.gateway.access.Access;
import io.sluice.gateway.batch.SpoolDrain;
import io.sluice.gateway.kafka.KafkaProducers;
import io.sluice.gateway.kafka.KafkaSink;
import io.sluice.gateway.kafka.LedgerPublisher;
import io.sluice.gateway.kafka.TopicCheck;
import io.sluice.gateway.ledger.LedgerBook;
import io.sluice.gateway.mqtt.MqttFront;
import io.sluice.gateway.mqtt.listen.ListenerTls;
import io.sluice.gateway.spool.Spool;
import io.sluice.gateway.spool.SpoolClock;
import io.sluice.gateway.spool.SpoolOptions;
import io.sluice.gateway.spool.files.DiskFiles;
import io.sluice.kit.clock.ClockWatch;
import io.sluice.kit.health.HealthCheck;
import io.sluice.kit.lifecycle.Service;
import io.sluice.kit.lifecycle.ServiceContext;
import io.sluice.kit.settings.CommonSettings;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import io.sluice.model.batch.TelemetryBatchCodec;
import io.sluice.model.payload.PayloadDecoder;
import io.sluice.model.payload.draft.IdentityStamper;
import io.sluice.model.topic.TelemetryTopics;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From MQTT to Kafka by way of the spool: an acknowledgement means durable. Ready without Kafka, since the spool takes
 * what comes until it is full.
 */
public final class EdgeGateway implements Service {
    private static final Logger log = LoggerFactory.getLogger(EdgeGateway.class);

    /** The spool's writer decides on identities, as it appends; until then this stands in a message. */
    private static final IdentityStamper.Identity UNDECIDED = new IdentityStamper.Identity("undecided", 1);

    private final Settings settings;
    private final ServiceContext context;
    private final TelemetryTopics topics;
    private final @Nullable KafkaLink givenLink;
    private @Nullable RunningGateway running;
    private boolean isStarted;

    public EdgeGateway(Settings settings, ServiceContext context) {
        this(settings, context, null);
    }

    EdgeGateway(Settings settings, ServiceContext context, @Nullable KafkaLink link) {
        this.settings = settings;
        this.context = context;
        this.givenLink = link;
        this.topics = TelemetryTopics.withPrefix(settings.get(CommonSettings.TOPIC_PREFIX));
    }

    /** The two ways in which the gateway speaks to Kafka. */
    record KafkaLink(Supplier<Producer<byte[], byte[]>> producers, TopicCheck check) {}

    @Override
    public String name() {
        return "gateway";
    }

    @Override
    public void start() throws Exception {
        settings.require(GatewaySettings.checks());
        SpoolOptions options = GatewaySettings.spool(settings);
        MqttFront.Locks locks =
                new MqttFront.Locks(ListenerTls.load(settings).orElse(null), Access.load(settings, context.clock()));
        KafkaLink link = givenLink != null ? givenLink : link();
        if (link.check().ask() instanceof TopicCheck.Answer.OtherPartitions found) {
            throw new SettingsException(List.of(found.reason()));
        }
        DiskFiles files = DiskFiles.open(settings.get(CommonSettings.DATA_DIR).resolve("spool"));
        try {
            running = assemble(options, locks, link, files);
        } catch (Exception e) {
            files.close();
            throw e;
        }
        RunningGateway parts = running;
        parts.watch(context.health());
        parts.spool().start();
        parts.drain().start();
        parts.upkeep().start();
        parts.clock().start();
        isStarted = true;
        try {
            parts.fronts().start();
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    private RunningGateway assemble(SpoolOptions options, MqttFront.Locks locks, KafkaLink link, DiskFiles files)
            throws IOException {
        CircuitWatch circuit = new CircuitWatch(System::nanoTime);
        context.health().ready(HealthCheck.of("kafka", circuit::health));
        GatewayMeters meters = new GatewayMeters(context.meters(), circuit);
        LedgerBook book = new LedgerBook();
        Spool spool = Spool.open(files, options, meters, book, SpoolClock.of(context.clock()), new SecureRandom());
        log.atInfo()
                .addKeyValue("spool", spool.id())
                .addKeyValue("records", spool.recoveredRecords())
                .addKeyValue("cutBytes", spool.cutBytes())
                .addKeyValue("drainFrom", spool.startMark())
                .log("spool recovered");
        KafkaSink sink = new KafkaSink(link.producers(), link.check(), topics.batches(), spool.id());
        SpoolDrain drain =
                new SpoolDrain(spool, sink, TelemetryBatchCodec::encode, GatewaySettings.drain(settings), meters);
        meters.watch(spool, drain, context.clock());
        SpoolUpkeep upkeep = new SpoolUpkeep(
                spool.keeper(book, settings.get(GatewaySettings.SPOOL_KEEP).toNanos()),
                drain,
                book,
                sink,
                new LedgerPublisher(book, sink, topics.ledger()));
        PayloadDecoder decoder = new PayloadDecoder(
                GatewaySettings.payload(settings), device -> UNDECIDED, GatewaySettings.formats(settings));
        return new RunningGateway(
                new ClockWatch("gateway", context.clock(), sink::clockWentBack),
                Fronts.of(settings, context, locks, spool, files, decoder),
                spool,
                drain,
                upkeep,
                sink,
                files);
    }

    private KafkaLink link() throws SettingsException {
        String bootstrap = settings.find(CommonSettings.KAFKA_BOOTSTRAP)
                .orElseThrow(() -> new SettingsException(List.of("kafka.bootstrap must be set, was not")));
        int partitions = settings.get(CommonSettings.PARTITIONS);
        return new KafkaLink(
                KafkaProducers.to(bootstrap, "sluice-gateway", settings.get(GatewaySettings.KAFKA_IN_FLIGHT)),
                TopicCheck.of(bootstrap, topics.batchesSpec(partitions), topics.ledger()));
    }

    /** The bound port of the MQTT listener, known once started. */
    public int mqttPort() {
        RunningGateway parts = running;
        return parts == null ? 0 : parts.front().port();
    }

    /** The bound port for MQTT over WebSocket, known once started. */
    public OptionalInt websocketPort() {
        RunningGateway parts = running;
        return parts == null ? OptionalInt.empty() : parts.front().websocketPort();
    }

    /** The bound port for MQTT over TLS, known once started; empty without a certificate. */
    public OptionalInt tlsPort() {
        RunningGateway parts = running;
        return parts == null ? OptionalInt.empty() : parts.front().tlsPort();
    }

    /** No new publishes, then what was taken becomes durable, then Kafka gets it as far as the bound allows. */
    @Override
    public synchronized void close() {
        RunningGateway parts = running;
        if (parts == null || !isStarted) {
            return;
        }
        isStarted = false;
        parts.close(settings.get(GatewaySettings.DRAIN_TIMEOUT));
    }
}
