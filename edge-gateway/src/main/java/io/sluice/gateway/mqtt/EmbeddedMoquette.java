package io.sluice.gateway.mqtt;

import io.moquette.BrokerConstants;
import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import io.moquette.broker.security.AcceptAllAuthenticator;
import io.moquette.broker.security.PermitAllAuthorizatorPolicy;
import io.moquette.interception.AbstractInterceptHandler;
import io.moquette.interception.InterceptHandler;
import io.moquette.interception.messages.InterceptExceptionMessage;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.ssl.SslContext;
import io.sluice.gateway.mqtt.gate.HeldCommands;
import io.sluice.gateway.mqtt.gate.LocalReading;
import io.sluice.gateway.mqtt.listen.ListenerTls;
import io.sluice.gateway.mqtt.listen.Listeners;
import io.sluice.gateway.mqtt.listen.Transport;
import io.sluice.gateway.mqtt.listen.WebSocketDoor;
import io.sluice.gateway.mqtt.session.MoquetteInternals;
import io.sluice.kit.lifecycle.EnvironmentException;
import java.io.IOException;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moquette in our process: sessions, subscriptions, commands and local subscribers, in memory only. */
final class EmbeddedMoquette implements LocalReading.Sink, HeldCommands.Broker {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedMoquette.class);
    private static final int SESSION_QUEUE = 16 * 1024;
    private static final int BACKLOG = 4 * 1024;
    private static final int NO_PACKET_ID = -1;

    /** A WebSocket frame may carry a largest packet and some small ones beside it. */
    private static final int FRAME_ROOM = 64 << 10;

    private final Server server = new Server();
    private final Consumer<Throwable> onLoopDeath;

    EmbeddedMoquette(Consumer<Throwable> onLoopDeath) {
        this.onLoopDeath = onLoopDeath;
    }

    void start(String host, Listeners listeners, @Nullable ListenerTls tls, long maxPacketBytes) throws IOException {
        MoquetteInternals.lookUp();
        SslContext context = tls == null ? null : tls.serverContext();
        try {
            server.startServer(
                    new MemoryConfig(properties(host, listeners, maxPacketBytes)),
                    List.of(loopWatch()),
                    () -> context,
                    new AcceptAllAuthenticator(),
                    new PermitAllAuthorizatorPolicy());
        } catch (IOException | RuntimeException e) {
            server.stopServer();
            if (e.getCause() instanceof IOException bind) {
                Transport taken = listeners.latest();
                throw new EnvironmentException(
                        taken.port.key() + " must be free, was " + listeners.wantedPort(taken) + " on " + host + " ("
                                + bind.getMessage() + ")",
                        e);
            }
            throw e;
        }
    }

    private static Properties properties(String host, Listeners listeners, long maxPacketBytes) {
        Properties properties = new Properties();
        properties.setProperty(IConfig.HOST_PROPERTY_NAME, host);
        for (Transport transport : listeners.transports()) {
            properties.setProperty(portProperty(transport), Integer.toString(listeners.wantedPort(transport)));
        }
        properties.setProperty(IConfig.WEB_SOCKET_PATH_PROPERTY_NAME, WebSocketDoor.PATH);
        properties.setProperty(
                BrokerConstants.WEB_SOCKET_MAX_FRAME_SIZE_PROPERTY_NAME, Long.toString(maxPacketBytes + FRAME_ROOM));
        properties.setProperty(IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, "false");
        properties.setProperty(IConfig.ENABLE_TELEMETRY_NAME, "false");
        properties.setProperty(IConfig.ALLOW_ANONYMOUS_PROPERTY_NAME, "true");
        properties.setProperty(IConfig.NETTY_MAX_BYTES_PROPERTY_NAME, Long.toString(maxPacketBytes));
        properties.setProperty(IConfig.BUFFER_FLUSH_MS_PROPERTY_NAME, "immediate");
        properties.setProperty(IConfig.SESSION_QUEUE_SIZE, Integer.toString(SESSION_QUEUE));
        // The native transport reads on after the client's end of stream, though we have paused: what NIO leaves in the
        // kernel it would bring into our memory, megabytes a connection.
        properties.setProperty(BrokerConstants.NETTY_EPOLL_PROPERTY_NAME, "false");
        properties.setProperty("netty.so_backlog", Integer.toString(BACKLOG));
        return properties;
    }

    private static String portProperty(Transport transport) {
        return switch (transport) {
            case TCP -> IConfig.PORT_PROPERTY_NAME;
            case WEBSOCKET -> IConfig.WEB_SOCKET_PORT_PROPERTY_NAME;
            case TLS -> IConfig.SSL_PORT_PROPERTY_NAME;
        };
    }

    private InterceptHandler loopWatch() {
        return new AbstractInterceptHandler() {
            @Override
            public String getID() {
                return "sluice-loop-watch";
            }

            @Override
            public Class<?>[] getInterceptedMessageTypes() {
                return new Class<?>[] {InterceptExceptionMessage.class};
            }

            @Override
            public void onSessionLoopError(Throwable error) {
                onLoopDeath.accept(error);
            }
        };
    }

    /** At most once: QoS 1 would queue without bound for subscribers that are away. */
    @Override
    public void publish(LocalReading reading) {
        publish(reading.topic(), MqttQoS.AT_MOST_ONCE, reading.content());
    }

    @Override
    public boolean publish(String topic, MqttQoS qos, ByteBuf payload) {
        MqttPublishMessage publish = new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, false, qos, false, 0),
                new MqttPublishVariableHeader(topic, NO_PACKET_ID),
                payload);
        try {
            return server.internalPublish(publish, "sluice").isAllSuccess();
        } catch (RuntimeException e) {
            // A reading is durable and its device is about to be told so, whatever becomes of those who look on.
            log.atTrace().setCause(e).log("a publish did not reach local subscribers");
            return false;
        }
    }

    void stop() {
        server.stopServer();
    }
}
