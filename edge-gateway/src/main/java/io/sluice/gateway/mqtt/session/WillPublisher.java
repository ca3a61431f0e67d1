package io.sluice.gateway.mqtt.session;

import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.sluice.gateway.mqtt.gate.Answer;
import io.sluice.gateway.mqtt.gate.FrontMeters.Outcome;
import io.sluice.gateway.mqtt.gate.GateContext;
import io.sluice.gateway.mqtt.gate.SpoolIntake;
import io.sluice.gateway.mqtt.gate.SpoolIntake.Undecoded;
import io.sluice.gateway.mqtt.gate.WillManner;
import io.sluice.gateway.mqtt.packet.PacketProperties;
import io.sluice.gateway.mqtt.topic.TopicRules;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.gateway.spool.Will;
import io.sluice.model.identity.DeviceId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Says wills. One on a telemetry topic is first a message of its device like any other, unless it is empty: it is
 * decoded, spooled and counted, or refused and kept as a dead letter. Behind it the device's death is spooled. One on a
 * topic of the embedded broker goes to its subscribers. Where the spool is full a will waits for room,
 * {@value #MAX_WAITING} of them at most; beyond that, and where they still wait at the end, they are lost. Thread-safe.
 */
public final class WillPublisher {
    static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private static final int MAX_WAITING = 10_000;
    private static final long RETRY_MILLIS = 50;

    private final GateContext context;
    private final int maxWaiting;
    private final AtomicInteger waiting = new AtomicInteger();

    public WillPublisher(GateContext context) {
        this(context, MAX_WAITING);
    }

    /** Also what the tests make, to have few enough that wait. */
    public WillPublisher(GateContext context, int maxWaiting) {
        this.context = context;
        this.maxWaiting = maxWaiting;
    }

    /** @return done when what is for the spool is there or never will be */
    public CompletableFuture<Void> publish(Will will, Wills.Owner owner) {
        switch (context.rules().ownerOf(will.topic(), owner.client().speaker())) {
            case GATE -> {
                return spool(will, owner);
            }
            case BROKER -> command(will, owner.client().willManner());
            case FOREIGN, INVALID -> context.meters().publish(Outcome.FOREIGN, will.qos());
        }
        return DONE;
    }

    /** Like any other command: at its QoS, retained, and refused where its device has too many. */
    private void command(Will will, WillManner manner) {
        String refusal = context.commands()
                .publish(
                        will.topic(),
                        packet(will, MqttQoS.valueOf(will.qos()), manner.isRetain(), manner.properties()));
        context.meters().publish(refusal == null ? Outcome.FORWARDED : Outcome.COMMANDS_FULL, will.qos());
    }

    /** First what it says, then the death: its place in the spool tells what the device said before. */
    CompletableFuture<Void> spool(Will will, Wills.Owner owner) {
        SpoolIntake intake = new SpoolIntake(context, will.id());
        Answer answer = Answer.toNothing(owner.desk(), will.qos());
        boolean hasNothingToSay = will.payload().length == 0 || will.isSaid();
        if (hasNothingToSay
                || intake.offer(new Undecoded(packet(will), will.topic(), null, owner.client(), answer))
                || !intake.isWaiting()) {
            return die(will, owner);
        }
        CompletableFuture<Void> said = later(owner, () -> intake.retry() != null);
        return said == null ? lost(will) : said.thenCompose(then -> die(will, owner));
    }

    private CompletableFuture<Void> lost(Will will) {
        context.meters().publish(Outcome.LOST, will.qos());
        return DONE;
    }

    private CompletableFuture<Void> die(Will will, Wills.Owner owner) {
        Optional<DeviceId> device = TopicRules.deviceIn(will.topic(), will.device());
        if (device.isEmpty()) {
            return callOff(will, owner);
        }
        CompletableFuture<Void> dead = append(new SpoolEntry.Death(device.get(), will.id()), owner);
        return dead == null ? lost(will) : dead;
    }

    /**
     * It is not to be said any more, also not by the gateway's next life.
     *
     * @return as {@link #publish}
     */
    CompletableFuture<Void> callOff(Will will, Wills.Owner owner) {
        if (!will.isKept()) {
            return DONE;
        }
        CompletableFuture<Void> ended = append(new SpoolEntry.WillEnded(will.id()), owner);
        return ended == null ? DONE : ended; // beyond the bound the next life will not know
    }

    /** At once or later; done when the log has it, null where too many wait. */
    private @Nullable CompletableFuture<Void> append(SpoolEntry entry, Wills.Owner owner) {
        BooleanSupplier append = () -> context.log().tryAppend(entry, Answer.toNobody(owner.desk(), () -> {}));
        return append.getAsBoolean() ? DONE : later(owner, append);
    }

    /** Tries again until the log has it, which is when it is done; null where too many do. */
    private @Nullable CompletableFuture<Void> later(Wills.Owner owner, BooleanSupplier again) {
        if (waiting.incrementAndGet() > maxWaiting) {
            waiting.decrementAndGet();
            return null;
        }
        CompletableFuture<Void> taken = new CompletableFuture<>();
        retry(owner.desk().loop(), again, taken);
        return taken;
    }

    private void retry(EventLoop loop, BooleanSupplier again, CompletableFuture<Void> taken) {
        loop.schedule(
                () -> {
                    if (again.getAsBoolean()) {
                        waiting.decrementAndGet();
                        taken.complete(null);
                    } else {
                        retry(loop, again, taken);
                    }
                },
                RETRY_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private static MqttPublishMessage packet(Will will) {
        MqttProperties properties = new MqttProperties();
        if (will.contentType() != null) {
            properties.add(
                    new MqttProperties.StringProperty(MqttPropertyType.CONTENT_TYPE.value(), will.contentType()));
        }
        PacketProperties.addContentEncoding(properties, will.contentEncoding());
        return packet(will, MqttQoS.AT_MOST_ONCE, false, properties);
    }

    private static MqttPublishMessage packet(Will will, MqttQoS qos, boolean isRetain, MqttProperties properties) {
        return new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, false, qos, isRetain, 0),
                new MqttPublishVariableHeader(will.topic(), -1, properties),
                Unpooled.wrappedBuffer(will.payload()));
    }
}
