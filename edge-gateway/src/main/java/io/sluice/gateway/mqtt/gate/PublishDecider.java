package io.sluice.gateway.mqtt.gate;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.sluice.gateway.mqtt.gate.SpoolIntake.Undecoded;
import io.sluice.gateway.mqtt.packet.PacketProperties;
import io.sluice.gateway.mqtt.topic.TopicRules;
import io.sluice.gateway.spool.Exchange;
import io.sluice.gateway.spool.SpoolEntry;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.message.Provenance;
import io.sluice.model.payload.Decoded;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a publish, and decides what the log gets of it and what its answer says. What it decides must be appended,
 * since decoding may consume an identity. Belongs to one intake, and to the thread of that.
 */
final class PublishDecider {
    /** About what a dead letter takes beside what it says. */
    private static final int DEAD_LETTER_BYTES = 64;

    private final GateContext context;
    private final long will;
    private final Queue<DeviceId> diedBefore;

    /**
     * @param will the id of the one that is said with what is decided, 0 for none
     * @param diedBefore gets who has died before the one whose death is the entry
     */
    PublishDecider(GateContext context, long will, Queue<DeviceId> diedBefore) {
        this.context = context;
        this.will = will;
        this.diedBefore = diedBefore;
    }

    /** Null where it is to be refused, and there is no time for that. The packet stays its owner's. */
    @Nullable
    SpoolEntry decide(Undecoded publish) {
        byte[] payload = ByteBufUtil.getBytes(publish.packet().payload());
        MqttProperties properties = publish.packet().variableHeader().properties();
        long nowMillis = context.clock().millis();
        if (publish.refusal() != null) {
            return refused(publish, publish.refusal(), payload, nowMillis);
        }
        Decoded decoded = context.decoder()
                .decode(
                        publish.topic(),
                        publish.client().onlyDevice(),
                        PacketProperties.text(properties, MqttPropertyType.CONTENT_TYPE),
                        PacketProperties.contentEncoding(properties),
                        payload,
                        nowMillis);
        if (decoded instanceof Decoded.Messages accepted) {
            return taken(publish, accepted.messages(), payload);
        }
        if (decoded instanceof Decoded.Died died) {
            // Sparkplug sends deaths at QoS 0 and 1. At QoS 2 a death is kept as it came, with its exchange.
            return publish.answer().kind == Answer.Kind.PUBREC
                    ? refused(publish, died.asRejected(), payload, nowMillis)
                    : death(died.devices(), publish.answer());
        }
        return refused(publish, (Decoded.Rejected) decoded, payload, nowMillis);
    }

    private SpoolEntry taken(Undecoded publish, List<DeviceMessage> messages, byte[] payload) {
        SpoolEntry entry = new SpoolEntry.Messages(messages, exchange(publish, messages), will);
        LocalReading local = context.rules().localReadings()
                ? new LocalReading(TopicRules.localTopic(publish.topic(), messages), payload, forwarded(publish))
                : null;
        publish.answer().decide((byte) 0, entry, local);
        return entry;
    }

    private @Nullable ForwardedProperties forwarded(Undecoded publish) {
        return ForwardedProperties.of(
                publish.packet().variableHeader().properties(),
                context.budgets().nanoTime().getAsLong());
    }

    /** With the last one ends the will and goes the answer: not before all of them are durable. */
    private SpoolEntry death(List<DeviceId> devices, Answer answer) {
        int last = devices.size() - 1;
        diedBefore.addAll(devices.subList(0, last));
        SpoolEntry death = new SpoolEntry.Death(devices.get(last), will);
        answer.decide((byte) 0, death, null);
        return death;
    }

    private @Nullable SpoolEntry refused(Undecoded publish, Decoded.Rejected rejected, byte[] payload, long nowMillis) {
        context.rebirths().askAfter(rejected, publish.topic(), nowMillis);
        int bytes =
                DEAD_LETTER_BYTES + rejected.detail().length() + publish.topic().length() + payload.length;
        if (!context.limits().keepsRefused(bytes)) {
            return null;
        }
        byte reason = (byte) rejected.reason().mqttReasonCode();
        // For MQTT 5 a refusing PUBREC is the end of it.
        Exchange opens = publish.client().isMqtt5() ? null : exchange(publish, reason);
        SpoolEntry entry = new SpoolEntry.Rejected(rejected, publish.topic(), payload, nowMillis, opens, will);
        publish.answer().decide(reason, entry, null);
        publish.answer().because(rejected.detail());
        return entry;
    }

    private static @Nullable Exchange exchange(Undecoded publish, byte reason) {
        Answer answer = publish.answer();
        return answer.kind == Answer.Kind.PUBREC
                ? publish.client().delivery().exchange(answer.packetId, answer.contentHash, reason)
                : null;
    }

    /** Of QoS 1 only where nothing in the messages would tell ingest that they come again. */
    private static @Nullable Exchange exchange(Undecoded publish, List<DeviceMessage> messages) {
        Answer answer = publish.answer();
        return answer.kind == Answer.Kind.PUBACK && hasAnonymous(messages)
                ? publish.client().delivery().answered(answer.packetId, answer.contentHash)
                : exchange(publish, (byte) 0);
    }

    private static boolean hasAnonymous(List<DeviceMessage> messages) {
        for (int i = 0; i < messages.size(); i++) {
            Provenance provenance = messages.get(i).provenance();
            if (provenance.identityStamped() && provenance.timeStamped()) {
                return true;
            }
        }
        return false;
    }
}
