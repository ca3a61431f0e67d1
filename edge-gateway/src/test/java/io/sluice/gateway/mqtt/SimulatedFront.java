package io.sluice.gateway.mqtt;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.util.ReferenceCountUtil;
import io.sluice.gateway.access.Access;
import io.sluice.gateway.access.Limits;
import io.sluice.gateway.mqtt.connect.Admission;
import io.sluice.gateway.mqtt.connect.ConnectContext;
import io.sluice.gateway.mqtt.connect.Doorkeeper;
import io.sluice.gateway.mqtt.gate.CommitFanout;
import io.sluice.gateway.mqtt.gate.FrontMeters;
import io.sluice.gateway.mqtt.gate.GateContext;
import io.sluice.gateway.mqtt.gate.HeldCommands;
import io.sluice.gateway.mqtt.gate.PublishBudgets;
import io.sluice.gateway.mqtt.gate.Rebirths;
import io.sluice.gateway.mqtt.gate.WaitingIntakes;
import io.sluice.gateway.mqtt.listen.Listeners;
import io.sluice.gateway.mqtt.listen.Transport;
import io.sluice.gateway.mqtt.packet.Protocol;
import io.sluice.gateway.mqtt.session.SessionContext;
import io.sluice.gateway.mqtt.session.WillReader;
import io.sluice.gateway.mqtt.session.Wills;
import io.sluice.gateway.mqtt.topic.TopicRules;
import io.sluice.gateway.spool.DurableLog;
import io.sluice.kit.settings.Settings;
import io.sluice.kit.settings.SettingsException;
import io.sluice.model.payload.PayloadDecoder;
import io.sluice.model.payload.draft.IdentityStamper.Identity;
import io.sluice.model.payload.draft.PayloadLimits;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The front's own handlers over any log, without sockets and threads: what a simulation of the whole gateway connects
 * to.
 */
public final class SimulatedFront {
    /** Made once: a simulation makes fronts by the ten thousand, and looks at none of these. */
    private static final Settings SETTINGS = FrontFixture.settings();

    private static final Access ACCESS = openToAll();
    /** Leak detection would follow each of millions, and we look ourselves. */
    private static final ByteBufAllocator UNTRACKED = new UnpooledByteBufAllocator(false, true);

    private static final FrontMeters METERS = new FrontMeters(new SimpleMeterRegistry());

    private final DurableLog log;
    private final PipelineInstaller installer;
    private final Wills wills;
    private final EmbeddedChannel restored = new EmbeddedChannel();
    private final List<Link> links = new ArrayList<>();
    private final Map<String, Link> byClient = new HashMap<>();

    public SimulatedFront(DurableLog log, Clock clock) {
        this.log = log;
        PayloadDecoder decoder = new PayloadDecoder(PayloadLimits.defaults(), device -> new Identity("undecided", 1));
        TopicRules rules = new TopicRules(false, false);
        Limits limits = new Limits(SETTINGS, () -> 0);
        WaitingIntakes waiting = new WaitingIntakes();
        GateContext context = new GateContext(
                log,
                decoder,
                rules,
                clock,
                METERS,
                reading -> {},
                new HeldCommands(BrokerDouble.keeping(new ArrayList<>()), () -> 0),
                new Rebirths(reading -> {}, () -> 0),
                waiting,
                limits,
                new PublishBudgets(new PublishBudgets.Rates(1, 1, () -> 0)),
                false);
        log.onCommit(new CommitFanout(METERS, cause -> cutAll()));
        log.onResume(waiting::wakeAll);
        Admission admission = new Admission();
        admission.open();
        SessionContext sessions = SessionContext.of(context, log.openExchanges());
        ConnectContext connects = new ConnectContext(
                new Doorkeeper(ACCESS, limits, admission, false),
                limits,
                rules,
                sessions,
                new WillReader(rules),
                METERS,
                clock,
                256 << 10);
        restored.freezeTime();
        wills = sessions.wills();
        wills.restore(log.openWills(), restored.eventLoop(), Protocol.RETURN_WITHIN);
        installer = new PipelineInstaller(context, connects, new Listeners(SETTINGS, false), admission);
    }

    private static Access openToAll() {
        try {
            return Access.load(SETTINGS, Clock.systemUTC());
        } catch (SettingsException e) {
            throw new AssertionError("without files there is no fault", e);
        }
    }

    /** A connection whose CONNACK was read already. */
    public Link connect(boolean isMqtt5, String clientId, boolean isClean) {
        MqttVersion version = isMqtt5 ? MqttVersion.MQTT_5 : MqttVersion.MQTT_3_1_1;
        Link link = connect(
                clientId,
                isMqtt5 && !isClean ? Sent.connectPersistent5(clientId) : Sent.connect(version, clientId, isClean));
        Reply connAck = link.reply();
        if (connAck == null || connAck.type() != MqttMessageType.CONNACK) {
            throw new AssertionError("expected CONNACK, was " + connAck);
        }
        return link;
    }

    /** One that leaves a will, and whose CONNACK comes as a reply, when that is durable. */
    public Link connectMortal(String clientId, String topic, String will) {
        return connect(
                clientId,
                MqttMessageBuilders.connect()
                        .protocolVersion(MqttVersion.MQTT_3_1_1)
                        .clientId(clientId)
                        .cleanSession(true)
                        .willFlag(true)
                        .willQoS(MqttQoS.AT_LEAST_ONCE)
                        .willTopic(topic)
                        .willMessage(will.getBytes(StandardCharsets.UTF_8))
                        .build());
    }

    /** Whether the log has a will of its that was neither said nor called off. */
    public boolean keepsWillOf(String clientId) {
        return log.openWills().stream().anyMatch(will -> will.session().equals(clientId));
    }

    /** Puts our handlers before a broker's in a connection that is the caller's to run. */
    void serve(EmbeddedChannel channel) {
        installer.addHandlers(channel.pipeline(), Transport.TCP);
        channel.pipeline().fireChannelActive();
    }

    /** The end of an orderly stop, when all connections are closed. */
    void closeWills() {
        wills.close();
    }

    private Link connect(String clientId, MqttConnectMessage connect) {
        Link link = new Link();
        serve(link.channel);
        Link earlier = byClient.put(clientId, link);
        if (earlier != null) {
            earlier.cut(); // by Moquette, before it answers the new one
        }
        links.add(link);
        link.channel.writeInbound(connect);
        return link;
    }

    /** Time passes on all event loops, and what they have to do is done. */
    public void run(Duration passed) {
        links.forEach(link -> link.run(passed)); // closed ones too: their loops live on
        restored.advanceTimeBy(passed.toNanos(), TimeUnit.NANOSECONDS);
        restored.runPendingTasks();
    }

    public void cutAll() {
        links.forEach(Link::cut);
    }

    /** One connection: packets are on their way until {@link #deliver}ed. */
    public static final class Link {
        private final BrokerDouble broker = new BrokerDouble();
        private final EmbeddedChannel channel = new EmbeddedChannel();
        private final Outbound outbound = new Outbound(channel);
        private final ArrayDeque<MqttMessage> underWay = new ArrayDeque<>();
        private final ArrayDeque<MqttPublishMessage> delivered = new ArrayDeque<>();

        private Link() {
            channel.freezeTime();
            channel.config().setAllocator(UNTRACKED);
            channel.pipeline().addLast("handler", broker);
        }

        public void publish(int qos, int packetId, String topic, String payload, boolean isDup) {
            // Not from an allocator, for the reason that answers come from an untracked one.
            underWay.add(new MqttPublishMessage(
                    new MqttFixedHeader(MqttMessageType.PUBLISH, isDup, MqttQoS.valueOf(qos), false, 0),
                    new MqttPublishVariableHeader(topic, packetId),
                    Unpooled.wrappedBuffer(payload.getBytes(StandardCharsets.UTF_8))));
        }

        public void release(int packetId) {
            underWay.add(Sent.pubRel(packetId));
        }

        /** The first packet under way reaches the gateway. */
        public void deliver() {
            MqttMessage packet = underWay.poll();
            if (packet == null || !channel.isOpen()) {
                ReferenceCountUtil.release(packet);
                return;
            }
            if (packet instanceof MqttPublishMessage publish) {
                delivered.add(publish);
            }
            channel.writeInbound(packet);
        }

        /** The next answer, null where none has come. */
        public @Nullable Reply reply() {
            MqttMessage packet = outbound.next();
            if (packet == null) {
                return null;
            }
            int packetId = packet.variableHeader() instanceof MqttMessageIdVariableHeader id ? id.messageId() : 0;
            return new Reply(packet.fixedHeader().messageType(), packetId);
        }

        public boolean isOpen() {
            return channel.isOpen();
        }

        private void run(Duration passed) {
            channel.advanceTimeBy(passed.toNanos(), TimeUnit.NANOSECONDS);
            channel.runPendingTasks();
            while (!delivered.isEmpty() && delivered.peek().refCnt() == 0) {
                delivered.remove();
            }
        }

        /** The connection breaks; what is under way is lost, what was answered may still be read. */
        public void cut() {
            underWay.forEach(ReferenceCountUtil::release);
            underWay.clear();
            channel.close();
            channel.runPendingTasks();
            if (delivered.stream().anyMatch(publish -> publish.refCnt() > 0)) {
                throw new AssertionError("packets must be released with their connection, were not");
            }
        }
    }

    /** What a device is answered. */
    public record Reply(MqttMessageType type, int packetId) {}
}
