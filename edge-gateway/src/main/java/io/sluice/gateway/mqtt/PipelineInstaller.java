package io.sluice.gateway.mqtt;

import io.moquette.broker.NewNettyMQTTHandler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ServerChannel;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.ssl.SslHandler;
import io.sluice.gateway.mqtt.connect.Admission;
import io.sluice.gateway.mqtt.connect.AdmissionHandler;
import io.sluice.gateway.mqtt.connect.ConnectContext;
import io.sluice.gateway.mqtt.connect.ConnectHandler;
import io.sluice.gateway.mqtt.gate.AnswerDesk;
import io.sluice.gateway.mqtt.gate.ClientConnection;
import io.sluice.gateway.mqtt.gate.DurableGate;
import io.sluice.gateway.mqtt.gate.GateContext;
import io.sluice.gateway.mqtt.gate.TelemetryIntake;
import io.sluice.gateway.mqtt.listen.AcceptPace;
import io.sluice.gateway.mqtt.listen.ClosePace;
import io.sluice.gateway.mqtt.listen.Listeners;
import io.sluice.gateway.mqtt.listen.Transport;
import io.sluice.gateway.mqtt.listen.WebSocketDoor;
import io.sluice.gateway.mqtt.packet.DecodedPackets;
import io.sluice.gateway.mqtt.packet.InboundHold;
import io.sluice.gateway.mqtt.packet.PacketRoom;
import io.sluice.gateway.mqtt.packet.WholePackets;
import io.sluice.gateway.mqtt.session.BrokerHandshake;
import io.sluice.gateway.mqtt.session.Redelivery;
import io.sluice.gateway.mqtt.session.SessionContext;
import io.sluice.gateway.mqtt.session.SessionKeeper;
import io.sluice.gateway.mqtt.session.SubscriptionHandler;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts our handlers before Moquette's into the pipeline of every connection of our listeners, or closes it. */
final class PipelineInstaller {
    private static final Logger log = LoggerFactory.getLogger(PipelineInstaller.class);
    private static final String BROKER = "handler";
    private static final String DECODER = "decoder";
    private static final String WEBSOCKET = "webSocketHandler";

    /**
     * Moquette's idle handlers would close a connection we have paused, the others look at every packet for figures and
     * logs that we have ourselves.
     */
    private static final List<String> NOT_NEEDED =
            List.of("idleStateHandler", "idleEventHandler", "bytemetrics", "metrics", "messageLogger");

    private final GateContext context;
    private final ConnectContext connects;
    private final Listeners listeners;
    private final Admission admission;
    private final ClosePace closePace = new ClosePace();
    private final Redelivery redelivery = new Redelivery();
    private final PacketRoom packetRoom = new PacketRoom();

    PipelineInstaller(GateContext context, ConnectContext connects, Listeners listeners, Admission admission) {
        this.context = context;
        this.connects = connects;
        this.listeners = listeners;
        this.admission = admission;
    }

    void listensOn(ServerChannel channel) {
        listeners.show(channel);
        channel.pipeline().addFirst(new AcceptPace(connects.limits()));
    }

    /** Called once Moquette has built the pipeline and before the channel is active. */
    void install(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        listeners.serves(channel);
        Transport transport = listeners.of(channel.parent());
        if (transport == null || !isKnown(pipeline, transport)) {
            log.atError()
                    .addKeyValue("transport", transport)
                    .addKeyValue("handlers", pipeline.names())
                    .log("closed a connection whose pipeline is not the broker's that we know");
            channel.close();
            return;
        }
        for (String name : NOT_NEEDED) {
            if (pipeline.get(name) != null) {
                pipeline.remove(name);
            }
        }
        WholePackets whole = new WholePackets(connects.maxPacketBytes(), packetRoom);
        pipeline.addBefore(DECODER, "sluice-whole-packets", whole);
        pipeline.addAfter(DECODER, "sluice-decoded-packets", new DecodedPackets(whole));
        closePace.watch(channel);
        InboundHold hold = addHandlers(pipeline, transport);
        if (transport == Transport.WEBSOCKET) {
            WebSocketDoor.install(pipeline, hold);
        }
        if (pipeline.get(Transport.TLS_HANDLER) instanceof SslHandler tls && admission.isTester(channel)) {
            // We have no certificate of the clients' authorities to show to ourselves.
            tls.engine().setNeedClientAuth(false);
        }
    }

    private static boolean isKnown(ChannelPipeline pipeline, Transport transport) {
        boolean hasTls = pipeline.get(Transport.TLS_HANDLER) instanceof SslHandler;
        boolean hasWebSocket = pipeline.get(WEBSOCKET) instanceof WebSocketServerProtocolHandler;
        return pipeline.get(BROKER) instanceof NewNettyMQTTHandler
                && pipeline.get(DECODER) instanceof MqttDecoder
                && hasTls == (transport == Transport.TLS)
                && hasWebSocket == (transport == Transport.WEBSOCKET);
    }

    /** Also what the tests put before a broker of theirs. */
    InboundHold addHandlers(ChannelPipeline pipeline, Transport transport) {
        ClientConnection connection = new ClientConnection(context.meters());
        InboundHold hold = new InboundHold();
        AdmissionHandler door = new AdmissionHandler(admission, connects.limits(), connection, hold);
        add(pipeline, "sluice-admission", door);
        add(pipeline, "sluice-hold", hold);
        AnswerDesk desk = new AnswerDesk(context, connection);
        TelemetryIntake intake = new TelemetryIntake(context, connection, hold, desk);
        SessionContext sessions = connects.sessions();
        BrokerHandshake handshake = new BrokerHandshake();
        pipeline.addFirst(BrokerHandshake.NAME, handshake); // nothing closes the socket past it
        SessionKeeper session = new SessionKeeper(context, sessions, connection, desk, intake, handshake);
        add(
                pipeline,
                "sluice-connect",
                new ConnectHandler(connection, hold, door, connects, transport, session, handshake));
        add(
                pipeline,
                "sluice-subscriptions",
                new SubscriptionHandler(
                        context, connection, session, context.budgets().nanoTime()));
        add(pipeline, DurableGate.NAME, new DurableGate(context, connection, hold, desk, intake));
        add(pipeline, Redelivery.NAME, redelivery);
        return hold;
    }

    private static void add(ChannelPipeline pipeline, String name, ChannelHandler handler) {
        pipeline.addBefore(BROKER, name, handler);
    }
}
