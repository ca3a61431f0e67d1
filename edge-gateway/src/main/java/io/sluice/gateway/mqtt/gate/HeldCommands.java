package io.sluice.gateway.mqtt.gate;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.sluice.gateway.mqtt.gate.HeldPayload.Retain;
import io.sluice.gateway.mqtt.gate.RetainedCommands.Kept;
import io.sluice.gateway.mqtt.topic.TopicRules;
import io.sluice.model.identity.DeviceId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands commands to the embedded broker as long as it holds few enough of them: it queues them without bound for
 * sessions that are away or slow, and keeps a retained one on every topic for ever. A command is charged to the device
 * that its topic names and to all together, from when the broker gets it until the broker has let go of it, and as long
 * as it is retained once more. Thread-safe.
 */
public final class HeldCommands {
    /** Hundreds of ordinary commands, or three as large as a packet may be by default: one device fills no more. */
    static final long MAX_DEVICE_BYTES = 1 << 20;

    /** An eighth of the 512 MiB heap that a gateway has, beside which telemetry must go on. */
    static final long MAX_BYTES = 64 << 20;

    /** Of topics that name no device, which all clients have together: bursts of many at once are ordinary there. */
    static final long MAX_NO_DEVICE_BYTES = MAX_BYTES / 2;

    /** What the broker's own objects take for one command. */
    static final long MESSAGE_BYTES = 1 << 10;

    private static final String NO_DEVICE = "topics of no device";

    /** Where commands go. Thread-safe; must not block. */
    public interface Broker {
        /**
         * @param payload released by the broker when it does not need it any more
         * @return false where it has no room for it, so that some subscriber may not get it
         */
        boolean publish(String topic, MqttQoS qos, ByteBuf payload);
    }

    /** Who wants what is retained. */
    public interface Taker {
        /** @param payload the caller's, who releases it */
        void take(String topic, MqttQoS qos, ByteBuf payload);
    }

    private final Broker broker;
    private final LongSupplier nanoClock;
    private final Map<String, Long> devices = new HashMap<>(); // guarded by this, as is the sum
    private long bytes;

    /** Also the lock under which the broker gets them: the one that is kept must be the last of its topic. */
    private final RetainedCommands retained = new RetainedCommands();

    public HeldCommands(Broker broker, LongSupplier nanoClock) {
        this.broker = broker;
        this.nanoClock = nanoClock;
    }

    /** A command, as it was sent to us. */
    private record Sent(
            String topic,
            String device,
            MqttPublishMessage packet,
            @Nullable ForwardedProperties properties) {

        MqttQoS qos() {
            return packet.fixedHeader().qosLevel();
        }

        long cost() {
            long ofProperties = properties == null ? 0 : properties.heldBytes();
            return MESSAGE_BYTES + topic.length() + packet.payload().readableBytes() + ofProperties;
        }

        /** QoS 0 is not kept, but ends what was, as one without content does. */
        boolean isToBeKept() {
            return qos() != MqttQoS.AT_MOST_ONCE && packet.payload().isReadable();
        }
    }

    /**
     * @param command copied, and not released: it would keep a whole network buffer in memory while it waits
     * @return null where the broker has it, else why it does not
     */
    @Nullable
    public String publish(String topic, MqttPublishMessage command) {
        ForwardedProperties properties =
                ForwardedProperties.of(command.variableHeader().properties(), nanoClock.getAsLong());
        Sent sent = new Sent(topic, deviceIn(topic), command, properties);
        return command.fixedHeader().isRetain() ? publishRetained(sent) : publish(sent);
    }

    private @Nullable String publish(Sent sent) {
        long cost = sent.cost();
        String refusal = charge(sent.device(), cost);
        if (refusal != null && endExpired()) {
            refusal = charge(sent.device(), cost);
        }
        return refusal == null ? hand(sent, ByteBufUtil.getBytes(sent.packet().payload()), Retain.NOT, cost) : refusal;
    }

    private @Nullable String publishRetained(Sent sent) {
        synchronized (retained) {
            endExpired();
            long cost = sent.cost();
            long kept = sent.isToBeKept() ? cost : 0;
            // In one step, so that a full device can end what it has retained.
            String refusal = charge(sent.device(), cost + kept - retained.bytesOf(sent.device(), sent.topic()));
            if (refusal != null) {
                return refusal;
            }
            byte[] content = ByteBufUtil.getBytes(sent.packet().payload());
            if (sent.isToBeKept()) {
                HeldPayload payload = new HeldPayload(content, sent.properties(), Retain.KEPT, () -> {});
                retained.keep(new Kept(sent.topic(), sent.device(), sent.qos(), payload, kept));
            } else {
                retained.end(sent.device(), sent.topic());
            }
            return hand(sent, content, Retain.AS_PUBLISHED, cost);
        }
    }

    private @Nullable String hand(Sent sent, byte[] content, Retain retain, long cost) {
        String device = sent.device();
        HeldPayload copy = new HeldPayload(content, sent.properties(), retain, () -> giveBack(device, cost));
        return broker.publish(sent.topic(), sent.qos(), copy) ? null : "the broker is busy, send it again later";
    }

    /** @return whether there was any retained command whose time is over */
    private boolean endExpired() {
        synchronized (retained) {
            long now = nanoClock.getAsLong();
            boolean hasEnded = false;
            for (Kept expired = retained.endExpired(now); expired != null; expired = retained.endExpired(now)) {
                giveBack(expired.device(), expired.bytes());
                hasEnded = true;
            }
            return hasEnded;
        }
    }

    /** What a subscription brings of retained commands at most, in bytes. */
    public long retainedBytes(String filter) {
        synchronized (retained) {
            endExpired();
            return retained.bytes(filter);
        }
    }

    /** What is retained on the topics that the filter lets through. */
    public void forEachRetained(String filter, Taker taker) {
        List<Kept> matching;
        synchronized (retained) {
            endExpired();
            matching = retained.matching(filter);
        }
        for (Kept kept : matching) {
            try {
                taker.take(kept.topic(), kept.qos(), kept.payload());
            } finally {
                kept.payload().release();
            }
        }
    }

    private static String deviceIn(String topic) {
        return TopicRules.commandedIn(topic).map(DeviceId::toString).orElse(NO_DEVICE);
    }

    private synchronized @Nullable String charge(String device, long more) {
        long ofDevice = devices.getOrDefault(device, 0L) + more;
        long limit = device.equals(NO_DEVICE) ? MAX_NO_DEVICE_BYTES : MAX_DEVICE_BYTES;
        if (ofDevice > limit) {
            return refusal(device, limit, ofDevice);
        }
        if (bytes + more > MAX_BYTES) {
            return refusal("all together", MAX_BYTES, bytes + more);
        }
        set(device, ofDevice);
        bytes += more;
        return null;
    }

    private static String refusal(String whose, long limit, long wanted) {
        return whose + " may have " + (limit >> 20) + " MiB of commands waiting or retained, would have " + wanted
                + " bytes";
    }

    private synchronized void giveBack(String device, long less) {
        set(device, devices.getOrDefault(device, 0L) - less);
        bytes -= less;
    }

    private void set(String device, long held) {
        if (held == 0) {
            devices.remove(device);
        } else {
            devices.put(device, held);
        }
    }

    /** What is charged to all together, in bytes. */
    synchronized long bytes() {
        return bytes;
    }
}
