package io.sluice.gateway.bridge;

import java.io.IOException;
import java.util.List;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriptions of one connection: asked for and taken back, each answer looked at. Waits for the broker; for the
 * thread that opens the connection.
 */
final class BrokerSubscriptions {
    private static final Logger log = LoggerFactory.getLogger(BrokerSubscriptions.class);

    /** Below it the broker keeps nothing for us; above it Paho leaves no acknowledgement to us. */
    static final int QOS = 1;

    /**
     * What is retained was sent to us once, when it was published: a broker that sends it again makes it count twice.
     */
    private static final int NOTHING_RETAINED = 2;

    private final BrokerClient client;

    BrokerSubscriptions(BrokerClient client) {
        this.client = client;
    }

    /**
     * @throws RefusedException where the broker answers no, or grants less than we need
     * @throws MqttException where it does not answer
     */
    void ask(List<String> filters) throws MqttException, RefusedException {
        MqttSubscription[] subscriptions =
                filters.stream().map(BrokerSubscriptions::subscription).toArray(MqttSubscription[]::new);
        IMqttToken answer = client.subscribe(subscriptions);
        answer.waitForCompletion(BrokerConnection.ANSWER_MILLIS);
        int[] reasons = answer.getReasonCodes();
        for (int i = 0; reasons != null && i < reasons.length; i++) {
            check(reasons[i], "the subscription " + filters.get(i));
            if (reasons[i] != QOS) {
                throw new RefusedException("the broker must grant QoS " + QOS + " to the subscription " + filters.get(i)
                        + ", granted " + reasons[i]);
            }
        }
    }

    private static MqttSubscription subscription(String filter) {
        MqttSubscription subscription = new MqttSubscription(filter, QOS);
        subscription.setRetainHandling(NOTHING_RETAINED);
        return subscription;
    }

    /**
     * After the others stand: of what both would bring something may come twice, and nothing is missed.
     *
     * @param kept forgets them once the broker has
     * @throws RefusedException where the broker answers no
     * @throws MqttException where it does not answer
     */
    void takeBack(List<String> filters, KeptSubscriptions kept) throws MqttException, IOException, RefusedException {
        if (filters.isEmpty()) {
            return;
        }
        IMqttToken answer = client.unsubscribe(filters.toArray(String[]::new));
        answer.waitForCompletion(BrokerConnection.ANSWER_MILLIS);
        int[] reasons = answer.getReasonCodes();
        for (int i = 0; reasons != null && i < reasons.length; i++) {
            check(reasons[i], "to end the subscription " + filters.get(i));
        }
        kept.remove(filters);
        log.atInfo().addKeyValue("filters", filters).log("bridge has taken back what it subscribed to before");
    }

    private static void check(int reason, String what) throws RefusedException {
        if (reason >= BrokerConnection.FIRST_ERROR) {
            throw new RefusedException(String.format("the broker refused %s: 0x%02x", what, reason));
        }
    }
}
