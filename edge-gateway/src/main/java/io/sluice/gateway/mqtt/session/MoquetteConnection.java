package io.sluice.gateway.mqtt.session;

import io.moquette.broker.subscriptions.Topic;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.util.AttributeKey;
import io.sluice.gateway.mqtt.session.SessionLoops.Command;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What Moquette 0.17 keeps to itself of a connection and of what its client has not answered. */
final class MoquetteConnection {
    private static final AttributeKey<Object> CONNECTION = AttributeKey.valueOf("connection");

    /** Ids go from 1 to this, and round again. */
    private static final int PACKET_IDS = 65_535;

    private static final VarHandle LAST_PACKET_ID;
    private static final VarHandle SESSION;
    private static final VarHandle POST_OFFICE;
    private static final MethodHandle CLIENT_ID;
    private static final MethodHandle IS_BOUND;
    private static final MethodHandle RESEND_DUE;
    private static final VarHandle UNANSWERED;
    private static final VarHandle DUE;
    private static final MethodHandle NEW_DUE;
    private static final MethodHandle SEND_RETAINED;

    static {
        try {
            Class<?> type = Class.forName("io.moquette.broker.MQTTConnection");
            Class<?> postOffice = Class.forName("io.moquette.broker.PostOffice");
            Class<?> session = Class.forName("io.moquette.broker.Session");
            Class<?> inFlight = Class.forName("io.moquette.broker.Session$InFlightPacket");
            Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            LAST_PACKET_ID = lookup.findVarHandle(type, "lastPacketId", AtomicInteger.class);
            SESSION = lookup.findVarHandle(type, "bindedSession", session);
            POST_OFFICE = lookup.findVarHandle(type, "postOffice", postOffice);
            CLIENT_ID = lookup.findVirtual(type, "getClientId", MethodType.methodType(String.class));
            IS_BOUND = lookup.findVirtual(type, "isBoundToSession", MethodType.methodType(boolean.class));
            RESEND_DUE = lookup.findVirtual(type, "resendNotAckedPublishes", MethodType.methodType(void.class));
            Lookup ofSession = MethodHandles.privateLookupIn(session, MethodHandles.lookup());
            UNANSWERED = ofSession.findVarHandle(session, "inflightWindow", Map.class);
            DUE = ofSession.findVarHandle(session, "inflightTimeouts", DelayQueue.class);
            NEW_DUE = ofSession.findConstructor(inFlight, MethodType.methodType(void.class, int.class, long.class));
            SEND_RETAINED = ofSession.findVirtual(
                    session,
                    "sendRetainedPublishOnSessionAtQos",
                    MethodType.methodType(void.class, Topic.class, MqttQoS.class, ByteBuf.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Moquette must be built as version 0.17 is, is not", e);
        }
    }

    private final Object connection;

    private MoquetteConnection(Object connection) {
        this.connection = connection;
    }

    /** Null where the broker is not Moquette. */
    static @Nullable MoquetteConnection of(Channel channel) {
        Object connection = channel.attr(CONNECTION).get();
        return connection == null ? null : new MoquetteConnection(connection);
    }

    /**
     * The last packet id of what was sent on the connection. It begins with 1 on each, though what a client has not
     * answered is the session's: the next one's first would put it out of the session, and it would never be sent
     * again.
     */
    AtomicInteger packetIds() {
        return (AtomicInteger) LAST_PACKET_ID.get(connection);
    }

    /** What {@link MoquetteSessions} looks into. */
    Object ofMoquette() {
        return connection;
    }

    SessionLoops loops() {
        return new SessionLoops(postOffice());
    }

    Object postOffice() {
        return POST_OFFICE.get(connection);
    }

    /** Sends again what has not been answered for five seconds, from the session's loop. */
    void resendDue() {
        onLoop(() -> resend(false));
    }

    /**
     * Sends again all that is not answered, in the order in which it was sent first.
     *
     * @param then runs when that is done, or where the loop takes no more; on any thread
     */
    void resendAll(Runnable then) {
        boolean isTaken = onLoop(() -> {
            try {
                resend(true);
            } finally {
                then.run();
            }
        });
        if (!isTaken) {
            then.run();
        }
    }

    /** Where the client's publishes go, on the session's loop. */
    interface Outbox {
        /** @param payload the caller's, who releases it */
        void send(String topic, MqttQoS qos, ByteBuf payload);
    }

    /**
     * @param sending runs on the session's loop, behind what it was told before; not where the session is gone by then
     */
    void sendRetained(Consumer<Outbox> sending) {
        onLoop(() -> runWhereBound(() -> sending.accept(this::sendRetained)));
    }

    private void sendRetained(String topic, MqttQoS qos, ByteBuf payload) {
        try {
            SEND_RETAINED.invoke(SESSION.get(connection), new Topic(topic), qos, payload);
        } catch (Throwable e) {
            throw new IllegalStateException("Moquette must take what is retained, did not", e);
        }
    }

    /** See {@link SessionLoops#take}. */
    boolean onLoop(Command command) {
        return loops().take(clientId(), command);
    }

    String clientId() {
        try {
            return (String) CLIENT_ID.invoke(connection);
        } catch (Throwable e) {
            throw new IllegalStateException("a connection of Moquette must know its client, did not", e);
        }
    }

    private void resend(boolean isAll) throws Throwable {
        runWhereBound(() -> {
            if (isAll) {
                makeAllDue(SESSION.get(connection));
            }
            RESEND_DUE.invoke(connection);
        });
    }

    private void runWhereBound(Command onSession) throws Throwable {
        if ((boolean) IS_BOUND.invoke(connection)) {
            onSession.run();
        }
    }

    @SuppressWarnings("unchecked") // as they are declared
    private void makeAllDue(Object session) throws Throwable {
        Map<Integer, ?> unanswered = (Map<Integer, ?>) UNANSWERED.get(session);
        DelayQueue<Delayed> due = (DelayQueue<Delayed>) DUE.get(session);
        int last = packetIds().get();
        List<Integer> oldestFirst = unanswered.keySet().stream()
                .sorted(Comparator.comparingInt(id -> -Math.floorMod(last - id, PACKET_IDS)))
                .toList();
        due.clear();
        long delayMillis = -oldestFirst.size();
        for (int packetId : oldestFirst) {
            due.add((Delayed) NEW_DUE.invoke(packetId, delayMillis++));
        }
    }
}
