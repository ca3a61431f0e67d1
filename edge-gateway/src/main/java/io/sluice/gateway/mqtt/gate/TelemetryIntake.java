package io.sluice.gateway.mqtt.gate;

import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodes.PubAck;
import io.sluice.gateway.mqtt.gate.FrontMeters.Outcome;
import io.sluice.gateway.mqtt.gate.SpoolIntake.Undecoded;
import io.sluice.gateway.mqtt.packet.InboundHold;
import io.sluice.gateway.mqtt.packet.InboundHold.Cause;
import io.sluice.gateway.spool.Exchange;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.model.payload.Decoded.Rejected;
import java.util.concurrent.TimeUnit;

/**
 * Takes a connection's telemetry, each publish once however often it is sent, and has it answered. What finds no room
 * in the log waits here, and with it the connection. Confined to its event loop, except for {@link #wake}.
 */
public final class TelemetryIntake {
    private static final long RETRY_MILLIS = 5;

    private final GateContext context;
    private final ClientConnection connection;
    private final InboundHold hold;
    private final AnswerDesk desk;
    private final SpoolIntake spool;

    public TelemetryIntake(GateContext context, ClientConnection connection, InboundHold hold, AnswerDesk desk) {
        this.context = context;
        this.connection = connection;
        this.hold = hold;
        this.desk = desk;
        this.spool = new SpoolIntake(context);
    }

    /** @param packet released here, in any case */
    void publish(MqttPublishMessage packet, String topic) {
        take(new Undecoded(packet, topic, null, connection, answerTo(packet, topic)));
    }

    /** As {@link #publish}, of what is refused before anybody looks into it. MQTT 3.1.1 is not answered. */
    void refuse(MqttPublishMessage packet, String topic, Rejected refusal) {
        Answer answer = connection.isMqtt5()
                ? answerTo(packet, topic)
                : Answer.toNothing(desk, packet.fixedHeader().qosLevel().value());
        take(new Undecoded(packet, topic, refusal, connection, answer));
    }

    private Answer answerTo(MqttPublishMessage packet, String topic) {
        MqttQoS qos = packet.fixedHeader().qosLevel();
        long hash = qos == MqttQoS.AT_MOST_ONCE ? 0 : ContentHash.of(topic, packet.payload());
        return Answer.toPublish(desk, qos, packet.variableHeader().packetId(), hash);
    }

    private void take(Undecoded publish) {
        MqttPublishMessage packet = publish.packet();
        Answer answer = publish.answer();
        if (RepeatedPublishes.isRepeat(answer, packet.fixedHeader().isDup(), connection.delivery(), desk.answers())) {
            packet.release();
            context.meters().publish(Outcome.REPEATED, answer.qos());
        } else if (isOverQuota(answer)) {
            packet.release();
            context.meters().publish(Outcome.OVER_QUOTA, answer.qos());
            answer.because("the spool is full, send it again later");
            answer.settle(PubAck.QUOTA_EXCEEDED.byteValue());
            desk.answers().addNew(answer);
        } else if (answer.kind == Answer.Kind.PUBREC && connection.delivery().isFull()) {
            packet.release();
            desk.overwhelmed(answer);
        } else if (spool.offer(publish)) {
            taken(answer);
        } else {
            await();
        }
    }

    /** By setting only: the answer ends the delivery, and ordinary clients would then not send it again. */
    private boolean isOverQuota(Answer answer) {
        return context.answersQuota()
                && connection.isMqtt5()
                && answer.kind != Answer.Kind.NONE
                && !context.log().isAccepting();
    }

    /** PUBCOMP frees the packet id, which must not swallow its next publish after a crash: durable first. */
    void release(int packetId) {
        DeliveryState delivery = connection.delivery();
        Exchange exchange = delivery.releasing(packetId);
        if (exchange == null) {
            return;
        }
        Answer answer = Answer.toRelease(desk, packetId, () -> delivery.released(packetId));
        if (spool.offer(new SpoolEntry.Released(exchange), delivery, answer)) {
            taken(answer);
        } else {
            await();
        }
    }

    /** The will stands in the log before all that its client says, which waits for room with it. */
    public void readNothingBefore(SpoolEntry.WillLeft will) {
        if (!spool.offer(will, connection.delivery(), Answer.toNobody(desk, () -> {}))) {
            await();
        }
    }

    /** The will is over; left only now, it would never end. */
    public void willEnded() {
        spool.dropWill();
    }

    private void taken(Answer answer) {
        if (answer.kind == Answer.Kind.PUBCOMP) {
            desk.answers().add(answer);
        } else if (answer.kind != Answer.Kind.NONE) {
            desk.answers().addNew(answer);
        }
    }

    private void await() {
        hold.pause(Cause.SPOOL_FULL);
        context.waiting().add(this);
        if (context.log().isAccepting()) {
            // Room came while we were not yet listed, so that nobody will wake us.
            desk.loop().schedule(this::retry, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** There is room in the log again. From any thread. */
    void wake() {
        if (!desk.loop().isShuttingDown()) {
            desk.loop().execute(this::retry);
        }
    }

    private void retry() {
        if (!spool.isWaiting()) {
            return;
        }
        Answer answer = spool.retry();
        if (answer == null) {
            await();
            return;
        }
        context.waiting().remove(this);
        taken(answer);
        hold.resume(Cause.SPOOL_FULL);
    }

    /**
     * The client is gone, or goes on elsewhere and sends again there what waits here: it is dropped, but for deaths.
     */
    public void abandon() {
        Answer dropped = spool.abandon();
        if (dropped != null && dropped.kind == Answer.Kind.NONE) {
            context.meters().publish(Outcome.LOST, dropped.qos());
        }
        if (!spool.isWaiting()) {
            context.waiting().remove(this);
        }
    }
}
