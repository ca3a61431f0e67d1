package io.sluice.gateway.mqtt.session;

import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.sluice.gateway.mqtt.gate.HeldCommands;
import java.util.List;

/** What is retained, for the subscriptions that want it. */
final class RetainedDelivery {
    private RetainedDelivery() {}

    /** @param isHeld whether the session has subscribed to the filter before */
    static boolean isWanted(MqttSubscriptionOption option, boolean isHeld) {
        return switch (option.retainHandling()) {
            case SEND_AT_SUBSCRIBE -> true;
            case SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS -> !isHeld;
            case DONT_SEND_AT_SUBSCRIBE -> false;
        };
    }

    /**
     * Behind the SUBSCRIBE that the broker just got. What there is is looked up no sooner: what was retained before
     * would come behind what has come since.
     */
    static void send(Channel channel, List<MqttTopicSubscription> wanting, HeldCommands commands) {
        MoquetteConnection connection = wanting.isEmpty() ? null : MoquetteConnection.of(channel);
        if (connection != null) {
            connection.sendRetained(session -> wanting.forEach(subscription -> commands.forEachRetained(
                    subscription.topicFilter(),
                    (topic, qos, payload) ->
                            session.send(topic, lower(qos, subscription.option().qos()), payload))));
        }
    }

    private static MqttQoS lower(MqttQoS one, MqttQoS other) {
        return one.value() < other.value() ? one : other;
    }
}
