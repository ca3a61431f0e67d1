package io.sluice.gateway.mqtt.session;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.sluice.gateway.mqtt.packet.Packets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the broker's answers and our refusals together again, of which only the former's filters went to the broker.
 * Confined to the connection's event loop.
 */
final class SubscriptionAnswers {
    /** In the codes of a SUBACK to come: Moquette will say. */
    static final int ASKED = -1;

    static final int UNSPECIFIED = 0x80;

    private @Nullable Map<Integer, SubAnswer> subAcks;
    private @Nullable Map<Integer, UnsubAnswer> unsubAcks;

    private record SubAnswer(int[] codes, MqttProperties why) {}

    private record UnsubAnswer(List<Short> codes, MqttProperties why) {}

    void awaitSubAck(int packetId, int[] codes, MqttProperties why) {
        if (subAcks == null) {
            subAcks = new HashMap<>();
        }
        subAcks.put(packetId, new SubAnswer(codes, why));
    }

    void awaitUnsubAck(int packetId, List<Short> codes, MqttProperties why) {
        if (unsubAcks == null) {
            unsubAcks = new HashMap<>();
        }
        unsubAcks.put(packetId, new UnsubAnswer(codes, why));
    }

    MqttMessage completed(MqttSubAckMessage subAck) {
        int packetId = subAck.variableHeader().messageId();
        SubAnswer answer = subAcks == null ? null : subAcks.remove(packetId);
        if (answer == null) {
            return subAck;
        }
        int[] codes = answer.codes();
        List<Integer> granted = subAck.payload().reasonCodes();
        int next = 0;
        for (int i = 0; i < codes.length; i++) {
            if (codes[i] == ASKED) {
                codes[i] = next < granted.size() ? granted.get(next++) : UNSPECIFIED;
            }
        }
        return Packets.subAck(packetId, codes, answer.why());
    }

    MqttMessage completed(MqttUnsubAckMessage unsubAck) {
        int packetId = unsubAck.variableHeader().messageId();
        UnsubAnswer answer = unsubAcks == null ? null : unsubAcks.remove(packetId);
        return answer == null ? unsubAck : Packets.unsubAck(packetId, answer.codes(), answer.why());
    }
}
