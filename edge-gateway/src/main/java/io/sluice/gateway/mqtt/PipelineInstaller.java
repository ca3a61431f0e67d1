package io.sluice.gateway.mqtt;

import io.moquette.broker.NewNettyMQTTHandler;
import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ServerChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts our handlers before Moquette's into the pipeline of every connection of one listener, or closes it. */
final class PipelineInstaller {
    static final String GATE = "sluice-gate";

    private static final Logger log = LoggerFactory.getLogger(PipelineInstaller.class);
    private static final String BROKER = "handler";

    /**
     * Moquette's idle handlers would close a connection we have paused, the others look at every packet for figures and
     * logs that we have ourselves.
     */
    private static final List<String> NOT_NEEDED =
            List.of("idleStateHandler", "idleEventHandler", "bytemetrics", "metrics", "messageLogger");

    private final GateContext context;
    private final Admission admission;
    private final DeliveryStates deliveries;
    private final long maxPacketBytes;
    private volatile @Nullable ServerChannel listener;

    PipelineInstaller(GateContext context, Admission admission, DeliveryStates deliveries, long maxPacketBytes) {
        this.context = context;
        this.admission = admission;
        this.deliveries = deliveries;
        this.maxPacketBytes = maxPacketBytes;
    }

    void listensOn(ServerChannel channel) {
        listener = channel;
    }

    /**
     * The bound port. Moquette's own answer is set by a listener, some time after the bind.
     *
     * @throws IOException where Netty did not show us the listener: the gate would not stand before it either
     */
    int port() throws IOException {
        ServerChannel channel = listener;
        if (channel == null || !(channel.localAddress() instanceof InetSocketAddress address)) {
            throw new IOException("io.netty.bootstrap.extensions must be serviceload before Netty's first server, was "
                    + System.getProperty(ChannelInitializerExtension.EXTENSIONS_SYSTEM_PROPERTY)
                    + " or was set too late: the durable gate does not stand before the MQTT broker");
        }
        return address.getPort();
    }

    /** Accepts no further connections. */
    void stopListening() {
        ServerChannel channel = listener;
        if (channel != null) {
            channel.close().syncUninterruptibly();
        }
    }

    /** Called once Moquette has built the pipeline and before the channel is active. */
    void install(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        if (!(pipeline.get(BROKER) instanceof NewNettyMQTTHandler)) {
            log.atError()
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
        addHandlers(pipeline);
    }

    /** Also what the tests put before a broker of theirs. */
    void addHandlers(ChannelPipeline pipeline) {
        ClientConnection connection = new ClientConnection(context.meters());
        InboundHold hold = new InboundHold();
        AdmissionHandler door = new AdmissionHandler(admission, connection, hold);
        add(pipeline, "sluice-admission", door);
        add(pipeline, "sluice-hold", hold);
        add(pipeline, "sluice-connect", new ConnectHandler(connection, hold, door, deliveries, maxPacketBytes));
        add(pipeline, "sluice-subscriptions", new SubscriptionHandler(connection, context.rules()));
        add(pipeline, GATE, new DurableGate(context, connection, hold));
    }

    private static void add(ChannelPipeline pipeline, String name, ChannelHandler handler) {
        pipeline.addBefore(BROKER, name, handler);
    }
}
