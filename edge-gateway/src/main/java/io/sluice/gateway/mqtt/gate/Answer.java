package io.sluice.gateway.mqtt.gate;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.sluice.gateway.mqtt.packet.Packets;
import io.sluice.gateway.mqtt.packet.Reasons;
import io.sluice.gateway.spool.SpoolEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a packet will be answered once the publish behind it is durable; for QoS 0 nothing, but it is counted then.
 * Confined to the event loop of its desk, except for {@link #isDurable}.
 */
public final class Answer {
    /** The packet that answers. */
    enum Kind {
        NONE,
        PUBACK,
        PUBREC,
        PUBCOMP
    }

    /** From here on MQTT 5 reason codes say no. */
    private static final int FIRST_ERROR = 0x80;

    private static final Runnable NOTHING = () -> {};

    final AnswerDesk desk;
    final Kind kind;
    final int packetId;
    final long contentHash;
    final long receivedNanos;
    private final int qos;
    private byte reason;
    private @Nullable String why;
    private @Nullable SpoolEntry entry;
    private @Nullable LocalReading local;
    private @Nullable List<Answer> repeats;
    private boolean isSessionLost;
    private final Runnable then;
    private volatile boolean durable;

    private Answer(AnswerDesk desk, Kind kind, int qos, int packetId, long contentHash, Runnable then) {
        this.desk = desk;
        this.kind = kind;
        this.qos = qos;
        this.packetId = packetId;
        this.contentHash = contentHash;
        this.receivedNanos = System.nanoTime();
        this.then = then;
    }

    static Answer toPublish(AnswerDesk desk, MqttQoS qos, int packetId, long contentHash) {
        Kind kind = switch (qos) {
            case AT_LEAST_ONCE -> Kind.PUBACK;
            case EXACTLY_ONCE -> Kind.PUBREC;
            default -> Kind.NONE;
        };
        return new Answer(desk, kind, qos.value(), packetId, contentHash, NOTHING);
    }

    /** Nothing is answered, but it is counted as a publish. */
    public static Answer toNothing(AnswerDesk desk, int qos) {
        return new Answer(desk, Kind.NONE, qos, -1, 0, NOTHING);
    }

    static Answer pubComp(AnswerDesk desk, int packetId, byte reason) {
        Answer answer = new Answer(desk, Kind.PUBCOMP, 0, packetId, 0, NOTHING);
        answer.settle(reason);
        return answer;
    }

    /** PUBCOMP, to leave once the release is durable. */
    static Answer toRelease(AnswerDesk desk, int packetId, Runnable then) {
        return new Answer(desk, Kind.PUBCOMP, 0, packetId, 0, then);
    }

    /** Nothing is answered, but something is done. */
    public static Answer toNobody(AnswerDesk desk, Runnable then) {
        return new Answer(desk, Kind.NONE, 0, -1, 0, then);
    }

    /** What becomes durable and what will be said then; known before it may be said. */
    void decide(byte reasonCode, SpoolEntry spooled, @Nullable LocalReading reading) {
        reason = reasonCode;
        entry = spooled;
        local = reading;
    }

    /** What a refusal tells beside its code. */
    void because(@Nullable String text) {
        why = text;
    }

    int qos() {
        return qos;
    }

    /** What the publish became in the spool; once, so that an open QoS 2 exchange does not keep it in memory. */
    @Nullable
    SpoolEntry takeEntry() {
        SpoolEntry spooled = entry;
        entry = null;
        return spooled;
    }

    byte reason() {
        return reason;
    }

    boolean isRefusal() {
        return Byte.toUnsignedInt(reason) >= FIRST_ERROR;
    }

    @Nullable
    LocalReading takeLocal() {
        LocalReading reading = local;
        local = null;
        return reading;
    }

    /** From now on the answer may leave. */
    void settle(byte reasonCode) {
        reason = reasonCode;
        durable = true;
    }

    boolean isDurable() {
        return durable;
    }

    /** What else waited for the durability. */
    void runThen() {
        then.run();
    }

    /** Guarded by the {@link DeliveryState} that it is open in. */
    void loseSession() {
        isSessionLost = true;
    }

    boolean isOfLostSession() {
        return isSessionLost;
    }

    /** A re-sent copy of the same publish waits for the first one's durability. */
    void addRepeat(Answer repeat) {
        if (repeats == null) {
            repeats = new ArrayList<>(1);
        }
        repeats.add(repeat);
    }

    List<Answer> takeRepeats() {
        List<Answer> waiting = repeats == null ? List.of() : repeats;
        repeats = null;
        return waiting;
    }

    /** Whether it says yes and no more. */
    boolean isPlain() {
        return reason == 0 && why == null;
    }

    void putPlain(ByteBuf out) {
        switch (kind) {
            case PUBACK -> Packets.putPlain(out, MqttMessageType.PUBACK, packetId);
            case PUBREC -> Packets.putPlain(out, MqttMessageType.PUBREC, packetId);
            case PUBCOMP -> Packets.putPlain(out, MqttMessageType.PUBCOMP, packetId);
            case NONE -> throw unanswered();
        }
    }

    MqttMessage packet(Reasons reasons) {
        return switch (kind) {
            case PUBACK -> Packets.pubAck(packetId, reason, reasons.why(why));
            case PUBREC -> Packets.pubRec(packetId, reason, reasons.why(why));
            case PUBCOMP -> Packets.pubComp(packetId, reason);
            case NONE -> throw unanswered();
        };
    }

    private static IllegalStateException unanswered() {
        return new IllegalStateException("a publish of QoS 0 must not be answered");
    }
}
