package io.sluice.gateway.mqtt;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.sluice.gateway.mqtt.gate.DurableGate;
import io.sluice.gateway.mqtt.packet.Protocol;
import io.sluice.gateway.spool.Will;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a session that goes from connection to connection, with an event loop of its own that is busy until
 * it is run, and what must become of its will by MQTT's rules and by what the gateway promises beside them.
 */
final class SimulatedHeir {
    private static final int PACKET_IDS = 200;

    /** What its client may expect of its will now. */
    enum Fate {
        /** It has none. */
        NONE,
        /** While the connection lives. */
        OPEN,
        /** Due at its deadline, if nobody is back by then. */
        DELAYED,
        /** As before: the gateway was killed, and waits for those who come back. */
        RESTORED,
        /** It must be said. */
        DUE,
        /** It must not be said. */
        OFF
    }

    final int number;
    final String session;
    final boolean beginsAnew;
    final boolean isForOneConnection;
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Outbound outbound = new Outbound(channel);
    private final BrokerDouble broker = new BrokerDouble();
    private final Socket socket = new Socket();
    private final boolean isMqtt5;
    private final SimulatedSpeech speech;
    private final byte[] will;
    private final long delaySeconds;
    final boolean hasWill;
    private int publishes;
    private boolean isWelcome;
    private boolean isTakenOver;
    private boolean isOver;
    private @Nullable SimulatedHeir heir;
    Fate fate;
    long deadlineNanos;

    /** @param number from 1 */
    SimulatedHeir(Random random, int number, String session) {
        this.number = number;
        this.session = session;
        isMqtt5 = random.nextBoolean();
        beginsAnew = random.nextInt(3) == 0;
        isForOneConnection = beginsAnew && !(isMqtt5 && random.nextBoolean());
        hasWill = random.nextInt(4) > 0;
        fate = hasWill ? Fate.OPEN : Fate.NONE;
        delaySeconds = isMqtt5 && random.nextBoolean() ? 1 + random.nextInt(90) : 0;
        speech = new SimulatedSpeech(session, number);
        will = speech.will(random);
        channel.freezeTime();
        channel.pipeline().addLast("handler", broker);
        channel.pipeline().addFirst(socket);
        socket.isStuck = random.nextInt(5) == 0;
    }

    boolean hasSomethingToSay() {
        return speech.isSaid(will);
    }

    boolean hasLeft(Will left) {
        return session.equals(left.session()) && Arrays.equals(will, left.payload());
    }

    /**
     * It may take long to close: its peer is gone, and what was written before is not. Nobody may call the channel's
     * own close, since that cancels what is scheduled.
     */
    private static final class Socket extends ChannelOutboundHandlerAdapter {
        private boolean isStuck;

        @Override
        public void write(ChannelHandlerContext ctx, Object packet, ChannelPromise promise) {
            if (isOfType(packet, MqttMessageType.DISCONNECT)) {
                close(ctx, ctx.newPromise()); // as is asked for when it is written
            } else {
                ctx.write(packet, promise);
            }
        }

        @Override
        public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
            if (!isStuck) {
                ctx.close(promise);
            }
        }
    }

    private static boolean isOfType(Object packet, MqttMessageType type) {
        return packet instanceof MqttMessage message && message.fixedHeader().messageType() == type;
    }

    void connect(SimulatedFront front) {
        front.serve(channel);
        channel.writeInbound(connectPacket());
    }

    private MqttConnectMessage connectPacket() {
        MqttMessageBuilders.ConnectBuilder connect = MqttMessageBuilders.connect()
                .protocolVersion(isMqtt5 ? MqttVersion.MQTT_5 : MqttVersion.MQTT_3_1_1)
                .clientId(session)
                .cleanSession(beginsAnew);
        if (isMqtt5) {
            connect.properties(Sent.number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, isForOneConnection ? 0 : 7_200));
        }
        if (hasWill) {
            connect.willFlag(true)
                    .willQoS(MqttQoS.AT_LEAST_ONCE)
                    .willTopic(speech.willTopic())
                    .willMessage(will);
            if (delaySeconds > 0) {
                connect.willProperties(
                        Sent.number(MqttPropertyType.WILL_DELAY_INTERVAL, Math.toIntExact(delaySeconds)));
            }
        }
        return connect.build();
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** By the rules, whatever its event loop is about to find out. */
    boolean isServed() {
        return isWelcome && !isOver;
    }

    void publish() {
        int count = publishes++;
        send(new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, false, MqttQoS.AT_LEAST_ONCE, false, 0),
                new MqttPublishVariableHeader(speech.topic(count), 1 + count % PACKET_IDS),
                Unpooled.wrappedBuffer(speech.payload(count))));
    }

    void sayGoodbye() {
        send(Sent.ofType(MqttMessageType.DISCONNECT));
    }

    private void send(MqttMessage packet) {
        channel.writeInbound(packet);
    }

    void loseSocket(long nowNanos) {
        socket.isStuck = false;
        channel.pipeline().close();
        run(nowNanos);
    }

    /** The gateway stops. */
    void isSentAway(long nowNanos) {
        run(nowNanos);
        if (!isOver && fate == Fate.OPEN) {
            fate = Fate.OFF;
        }
        ChannelHandlerContext gate = channel.pipeline().context(DurableGate.class);
        if (gate != null) {
            ((DurableGate) gate.handler()).leave(gate, System.nanoTime());
        }
        loseSocket(nowNanos);
    }

    void pass(Duration time) {
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Its event loop does what it has to do, and its fate is what comes of that. */
    void run(long nowNanos) {
        if (channel.isOpen()) {
            channel.flushInbound(); // in which, as on an event loop, a task has ended before the next one begins
        } else {
            channel.runPendingTasks();
        }
        channel.checkException();
        look(nowNanos);
    }

    void look(long nowNanos) {
        for (MqttMessage packet = outbound.next(); packet != null; packet = outbound.next()) {
            isWelcome |= packet instanceof MqttConnAckMessage;
        }
        if (fate == Fate.OPEN
                && broker.received.stream().anyMatch(packet -> isOfType(packet, MqttMessageType.DISCONNECT))) {
            fate = Fate.OFF;
        }
        if (!isOver && (isTakenOver || !channel.isActive())) {
            isOver = true;
            end(nowNanos);
        }
        if (fate == Fate.DELAYED && deadlineNanos <= nowNanos) {
            fate = Fate.DUE;
        }
    }

    /** Without a goodbye, as far as its fate is open. */
    private void end(long nowNanos) {
        if (fate != Fate.OPEN) {
            return;
        }
        SimulatedHeir next = heir;
        boolean isSessionOver = isForOneConnection || (next != null && next.last().beginsAnew);
        if (!isWelcome) {
            fate = Fate.OFF;
        } else if (isSessionOver || delaySeconds == 0) {
            fate = Fate.DUE;
        } else if (next != null) {
            fate = Fate.OFF;
        } else {
            fate = Fate.DELAYED;
            deadlineNanos = nowNanos + TimeUnit.SECONDS.toNanos(delaySeconds);
        }
    }

    private SimulatedHeir last() {
        return heir == null ? this : heir.last();
    }

    /** The session's next connection was let in. */
    void isFollowedBy(SimulatedHeir next) {
        heir = next;
        isTakenOver = true;
    }

    /** Somebody has the session again. */
    void isBack(SimulatedHeir next) {
        if (fate == Fate.DELAYED) {
            fate = next.beginsAnew ? Fate.DUE : Fate.OFF;
        } else if (fate == Fate.RESTORED) {
            fate = Fate.OFF;
        }
    }

    /** The gateway's next life has found its will. */
    void isRestored(boolean isSaid, long nowNanos) {
        fate = isSaid ? Fate.DUE : Fate.RESTORED;
        deadlineNanos = nowNanos
                + Math.max(
                        TimeUnit.SECONDS.toNanos(isForOneConnection ? 0 : delaySeconds),
                        Protocol.RETURN_WITHIN.toNanos());
    }

    /** In a later life of the gateway than the one that it was connected to. */
    void isAway(long nowNanos) {
        if (fate == Fate.RESTORED && deadlineNanos <= nowNanos) {
            fate = Fate.DUE;
        }
    }

    /** The gateway stops, by which the session ends of who is away. */
    void doesNotWait() {
        if (fate == Fate.DELAYED || fate == Fate.RESTORED) {
            fate = Fate.DUE;
        }
    }

    @Override
    public String toString() {
        return "connection %d of %s (%s%s, will %s after %d s): %s"
                .formatted(
                        number,
                        session,
                        isForOneConnection ? "clean" : beginsAnew ? "anew" : "kept",
                        isWelcome ? "" : ", not let in",
                        new String(will, StandardCharsets.UTF_8),
                        delaySeconds,
                        fate);
    }
}
