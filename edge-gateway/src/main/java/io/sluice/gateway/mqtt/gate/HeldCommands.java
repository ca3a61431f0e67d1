package io.sluice.gateway.mqtt.gate;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.sluice.gateway.mqtt.topic.TopicRules;
import io.sluice.model.identity.DeviceId;
import java.util.HashMap;
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
        boolean publish(String topic, MqttQoS qos, boolean isRetained, ByteBuf payload);
    }

    private final Broker broker;
    private final LongSupplier nanoClock;
    private final Map<String, Long> devices = new HashMap<>(); // guarded by this, as is the sum
    private long bytes;

    /** By topic. Also the lock under which the broker gets them: it must keep the one that is charged. */
    private final Map<String, Long> retained = new HashMap<>();

    private final Map<String, Long> retainedOf = new HashMap<>(); // by device, guarded as they are
    private long retainedBytes;

    public HeldCommands(Broker broker, LongSupplier nanoClock) {
        this.broker = broker;
        this.nanoClock = nanoClock;
    }

    /**
     * @param command copied, and not released: it would keep a whole network buffer in memory while it waits
     * @return null where the broker has it, else why it does not
     */
    @Nullable
    String publish(String topic, MqttPublishMessage command) {
        CommandProperties properties =
                CommandProperties.of(command.variableHeader().properties(), nanoClock.getAsLong());
        String device = deviceIn(topic);
        long ofProperties = properties == null ? 0 : properties.heldBytes();
        long cost = MESSAGE_BYTES + topic.length() + command.payload().readableBytes() + ofProperties;
        if (!command.fixedHeader().isRetain()) {
            String refusal = charge(device, cost);
            return refusal == null ? hand(topic, command, properties, device, cost) : refusal;
        }
        synchronized (retained) {
            // The broker keeps none of QoS 0, and ends what was retained before, as it does for one without content.
            boolean isEnd = command.fixedHeader().qosLevel() == MqttQoS.AT_MOST_ONCE
                    || !command.payload().isReadable();
            long kept = isEnd ? 0 : cost;
            // In one step, so that a full device can end what it has retained.
            String refusal = charge(device, cost + kept - retained.getOrDefault(topic, 0L));
            if (refusal != null) {
                return refusal;
            }
            keep(topic, device, kept);
            return hand(topic, command, properties, device, cost);
        }
    }

    private void keep(String topic, String device, long kept) {
        Long before = kept == 0 ? retained.remove(topic) : retained.put(topic, kept);
        long more = kept - (before == null ? 0 : before);
        retainedOf.merge(device, more, (held, added) -> held + added == 0 ? null : held + added);
        retainedBytes += more;
    }

    /**
     * What a subscription brings of retained commands at most, in bytes: what its device has, or all, where the filter
     * names none.
     */
    public long retainedBytes(String filter) {
        synchronized (retained) {
            return TopicRules.commandedIn(filter)
                    .map(device -> retainedOf.getOrDefault(device.toString(), 0L))
                    .orElse(retainedBytes);
        }
    }

    private @Nullable String hand(
            String topic,
            MqttPublishMessage command,
            @Nullable CommandProperties properties,
            String device,
            long cost) {
        HeldPayload copy = new HeldPayload(
                ByteBufUtil.getBytes(command.payload()), properties, () -> giveBack(device, cost));
        MqttFixedHeader header = command.fixedHeader();
        return broker.publish(topic, header.qosLevel(), header.isRetain(), copy)
                ? null
                : "the broker is busy, send it again later";
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
