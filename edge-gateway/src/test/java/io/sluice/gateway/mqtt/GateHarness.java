package io.sluice.gateway.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ReferenceCounted;
import io.sluice.gateway.access.Access;
import io.sluice.gateway.access.LimitSettings;
import io.sluice.gateway.access.Limits;
import io.sluice.gateway.mqtt.connect.Admission;
import io.sluice.gateway.mqtt.connect.ConnectContext;
import io.sluice.gateway.mqtt.connect.Doorkeeper;
import io.sluice.gateway.mqtt.gate.CommitFanout;
import io.sluice.gateway.mqtt.gate.FrontMeters;
import io.sluice.gateway.mqtt.gate.GateContext;
import io.sluice.gateway.mqtt.gate.HeldCommands;
import io.sluice.gateway.mqtt.gate.LocalReading;
import io.sluice.gateway.mqtt.gate.PublishBudgets;
import io.sluice.gateway.mqtt.gate.Rebirths;
import io.sluice.gateway.mqtt.gate.WaitingIntakes;
import io.sluice.gateway.mqtt.listen.Listeners;
import io.sluice.gateway.mqtt.listen.Transport;
import io.sluice.gateway.mqtt.session.SessionContext;
import io.sluice.gateway.mqtt.session.WillReader;
import io.sluice.gateway.mqtt.topic.TopicRules;
import io.sluice.gateway.spool.Exchange;
import io.sluice.kit.settings.SettingsException;
import io.sluice.model.payload.PayloadDecoder;
import io.sluice.model.payload.draft.IdentityStamper.Identity;
import io.sluice.model.payload.draft.PayloadLimits;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Connections through our handlers with a log and a broker of our own at their ends; packets in, packets out. */
public final class GateHarness {
    public static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    public final FakeDurableLog log = new FakeDurableLog();
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final List<LocalReading> localReadings = new ArrayList<>();
    public final List<LocalReading> asked = new ArrayList<>();
    public final List<BrokerDouble.Command> commands = new ArrayList<>();
    public final Admission admission = new Admission();
    public final Limits limits =
            new Limits(FrontFixture.settings().with(LimitSettings.REFUSED_BYTES, 2_048L), () -> this.nowNanos);
    public final GateContext context;
    public final SessionContext sessions;
    public long nowNanos;

    private final PipelineInstaller installer;

    public GateHarness() {
        this(new TopicRules(false, false));
    }

    public GateHarness(TopicRules rules) {
        this(rules, List.of(), false);
    }

    /** @param restored what the log says is open at start */
    public GateHarness(TopicRules rules, List<Exchange> restored, boolean answersQuota) {
        AtomicLong seq = new AtomicLong();
        PayloadDecoder decoder =
                new PayloadDecoder(PayloadLimits.defaults(), device -> new Identity("stamped", seq.incrementAndGet()));
        WaitingIntakes waiting = new WaitingIntakes();
        context = new GateContext(
                log,
                decoder,
                rules,
                Clock.fixed(NOW, ZoneOffset.UTC),
                new FrontMeters(meters),
                localReadings::add,
                new HeldCommands(BrokerDouble.keeping(commands), () -> nowNanos),
                new Rebirths(asked::add, () -> nowNanos),
                waiting,
                limits,
                new PublishBudgets(new PublishBudgets.Rates(2, 1_000, () -> nowNanos)),
                answersQuota);
        log.onCommit(new CommitFanout(context.meters(), cause -> {}));
        log.onResume(waiting::wakeAll);
        admission.open();
        sessions = SessionContext.of(context, restored);
        ConnectContext connects = new ConnectContext(
                new Doorkeeper(openToAll(), limits, admission, false),
                limits,
                rules,
                sessions,
                new WillReader(rules),
                context.meters(),
                context.clock(),
                256 << 10);
        installer = new PipelineInstaller(context, connects, new Listeners(FrontFixture.settings(), false), admission);
    }

    private static Access openToAll() {
        try {
            return Access.load(FrontFixture.settings(), Clock.systemUTC());
        } catch (SettingsException e) {
            throw new AssertionError("without files there is no fault", e);
        }
    }

    public Client open() {
        return open(new EmbeddedChannel());
    }

    public Client open(EmbeddedChannel channel) {
        BrokerDouble broker = new BrokerDouble();
        channel.pipeline().addLast("handler", broker);
        installer.addHandlers(channel.pipeline(), Transport.TCP);
        channel.pipeline().fireChannelActive();
        return new Client(channel, broker);
    }

    public Client connected(MqttVersion version) {
        return connected(Sent.connect(version, "client-1", true));
    }

    public Client connected(MqttMessage connect) {
        Client client = open();
        client.send(connect);
        assertInstanceOf(MqttConnAckMessage.class, client.next());
        client.broker.received.clear();
        return client;
    }

    public double count(String qos, String result) {
        return meters.get("sluice.gateway.publishes").tag("qos", qos).tag("result", result).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private static boolean isHeld(Object packet) {
        return packet instanceof ReferenceCounted counted && counted.refCnt() > 0;
    }

    /** One connection. */
    public static final class Client {
        public final EmbeddedChannel channel;
        public final BrokerDouble broker;
        private final Outbound outbound;
        private final List<Object> sent = new ArrayList<>();

        Client(EmbeddedChannel channel, BrokerDouble broker) {
            this.channel = channel;
            this.broker = broker;
            this.outbound = new Outbound(channel);
        }

        public void send(Object... packets) {
            sent.addAll(List.of(packets));
            channel.writeInbound(packets);
            outbound.take();
        }

        /** Runs what commits handed to the event loop. */
        public Client run() {
            channel.runPendingTasks();
            outbound.take();
            return this;
        }

        @SuppressWarnings("NullAway") // null where nothing has come, as of the channel itself
        public MqttMessage next() {
            run();
            return outbound.next();
        }

        /** The next answer as {@code PUBACK 7 0x00}, or that there is none. */
        public String answer() {
            MqttMessage packet = next();
            return packet == null ? "nothing" : describe(packet);
        }

        private static String describe(MqttMessage packet) {
            String type = packet.fixedHeader().messageType().name();
            Object header = packet.variableHeader();
            if (header instanceof MqttPubReplyMessageVariableHeader reply) {
                return "%s %d 0x%02X".formatted(type, reply.messageId(), reply.reasonCode());
            }
            if (header instanceof MqttMessageIdVariableHeader id) {
                return type + " " + id.messageId();
            }
            return header instanceof MqttReasonCodeAndPropertiesVariableHeader reason
                    ? "%s 0x%02X".formatted(type, reason.reasonCode())
                    : type;
        }

        public boolean isOpen() {
            run();
            return channel.isActive();
        }

        /** The connection ends; nothing may be left behind. */
        public void end() {
            channel.close();
            run();
            broker.received.forEach(ReferenceCountUtil::release);
            broker.received.clear();
            assertNull(channel.readInbound());
            assertEquals(List.of(), sent.stream().filter(GateHarness::isHeld).toList(), "packets never released");
        }
    }
}
