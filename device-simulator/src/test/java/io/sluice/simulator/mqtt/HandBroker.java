package io.sluice.simulator.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.util.ReferenceCountUtil;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A broker played by hand: the test reads packet after packet of a client, and says what is answered. */
final class HandBroker implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final ServerSocket server;

    HandBroker() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        server.setSoTimeout(PATIENCE_MILLIS);
    }

    BrokerAddress address() {
        return new BrokerAddress("127.0.0.1", server.getLocalPort());
    }

    /** The next connection, whose CONNECT has no answer yet. */
    Talk called() throws IOException {
        return new Talk(server.accept());
    }

    /** The next connection, let in. */
    Talk greeted(boolean sessionPresent) throws IOException {
        Talk talk = called();
        talk.greet(sessionPresent);
        return talk;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** One connection. */
    static final class Talk {
        private final Socket socket;
        private final EmbeddedChannel codec = new EmbeddedChannel(new MqttDecoder(), MqttEncoder.INSTANCE);
        private final MqttConnectMessage connect;

        private Talk(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(PATIENCE_MILLIS);
            this.connect = (MqttConnectMessage) read();
        }

        MqttConnectMessage connect() {
            return connect;
        }

        void greet(boolean sessionPresent) throws IOException {
            greet(sessionPresent, MqttProperties.NO_PROPERTIES);
        }

        void greet(boolean sessionPresent, MqttProperties properties) throws IOException {
            say(MqttMessageBuilders.connAck()
                    .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
                    .sessionPresent(sessionPresent)
                    .properties(properties)
                    .build());
        }

        void puback(int packetId) throws IOException {
            reply(MqttMessageType.PUBACK, packetId, 0);
        }

        void pubrec(int packetId, int reasonCode) throws IOException {
            pubrec(packetId, reasonCode, MqttProperties.NO_PROPERTIES);
        }

        void pubrec(int packetId, int reasonCode, MqttProperties properties) throws IOException {
            reply(MqttMessageType.PUBREC, packetId, reasonCode, properties);
        }

        void pubcomp(int packetId) throws IOException {
            reply(MqttMessageType.PUBCOMP, packetId, 0);
        }

        void command(int qos, String payload) throws IOException {
            say(MqttMessageBuilders.publish()
                    .topicName("commands")
                    .qos(MqttQoS.valueOf(qos))
                    .messageId(qos == 0 ? 0 : 7)
                    .payload(Unpooled.copiedBuffer(payload, StandardCharsets.UTF_8))
                    .build());
        }

        void disconnect(int reasonCode) throws IOException {
            say(MqttMessageBuilders.disconnect().reasonCode((byte) reasonCode).build());
        }

        void close() throws IOException {
            socket.close();
        }

        /** Whatever it is. */
        void bytes(int... bytes) throws IOException {
            byte[] all = new byte[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                all[i] = (byte) bytes[i];
            }
            socket.getOutputStream().write(all);
        }

        /** Without a word. */
        void cut() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /**
         * What comes next: {@code PUBLISH 7 qos 2 again "payload"}, {@code PUBREL 7}, {@code DISCONNECT 0},
         * {@code END}.
         */
        String heard() throws IOException {
            MqttMessage message;
            try {
                message = read();
            } catch (EOFException | SocketException e) {
                return "END";
            }
            try {
                return said(message);
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        private static String said(MqttMessage message) {
            String type = message.fixedHeader().messageType().name();
            if (message instanceof MqttPublishMessage publish) {
                return type + " " + publish.variableHeader().packetId() + " qos "
                        + publish.fixedHeader().qosLevel().value()
                        + (publish.fixedHeader().isDup() ? " again \"" : " \"")
                        + publish.payload().toString(StandardCharsets.UTF_8) + "\"";
            }
            Object header = message.variableHeader();
            if (header instanceof MqttMessageIdVariableHeader id) {
                return type + " " + id.messageId();
            }
            int reason = header instanceof MqttReasonCodeAndPropertiesVariableHeader given ? given.reasonCode() : 0;
            return type + " " + reason;
        }

        /**
         * What is there after all that was heard: {@code FIN}, {@code RST}, {@code NOTHING}, or that something came.
         */
        String ended() throws IOException {
            socket.setSoTimeout(300);
            try {
                return socket.getInputStream().read() < 0 ? "FIN" : "SOMETHING";
            } catch (SocketTimeoutException e) {
                return "NOTHING";
            } catch (SocketException e) {
                return "RST";
            } finally {
                socket.setSoTimeout(PATIENCE_MILLIS);
            }
        }

        private MqttMessage read() throws IOException {
            byte[] bytes = new byte[4_096];
            MqttMessage message = codec.readInbound();
            while (message == null) {
                int count = socket.getInputStream().read(bytes);
                if (count < 0) {
                    throw new EOFException("client has ended the connection");
                }
                codec.writeInbound(Unpooled.copiedBuffer(bytes, 0, count));
                message = codec.readInbound();
            }
            return message;
        }

        private void reply(MqttMessageType type, int packetId, int reasonCode) throws IOException {
            reply(type, packetId, reasonCode, MqttProperties.NO_PROPERTIES);
        }

        private void reply(MqttMessageType type, int packetId, int reasonCode, MqttProperties properties)
                throws IOException {
            say(new MqttMessage(
                    new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0),
                    new MqttPubReplyMessageVariableHeader(packetId, (byte) reasonCode, properties)));
        }

        private void say(MqttMessage message) throws IOException {
            codec.writeOutbound(message);
            for (ByteBuf bytes = codec.readOutbound(); bytes != null; bytes = codec.readOutbound()) {
                bytes.readBytes(socket.getOutputStream(), bytes.readableBytes());
                bytes.release();
            }
        }
    }
}
