package io.sluice.gateway.bridge;

import io.sluice.gateway.mqtt.gate.LocalReading;
import io.sluice.gateway.mqtt.gate.Rebirths;
import io.sluice.kit.settings.SettingsException;
import io.sluice.model.payload.Decoded;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection through Paho, with a client of its own: it does not come back by itself, so that an acknowledgement
 * can never go out on a later connection, where its packet id may stand for another message.
 */
final class BrokerConnection implements Delivery {
    private static final Logger log = LoggerFactory.getLogger(BrokerConnection.class);

    static final long ANSWER_MILLIS = 15_000;

    /** Of MQTT's reason codes. */
    static final int FIRST_ERROR = 0x80;

    private static final long CLOSE_MILLIS = 1_000;

    private final BrokerClient client;
    private final Consumer<Arrival> arrivals;
    private final Rebirths rebirths = new Rebirths(this::publish, System::nanoTime);
    private final CountDownLatch lost = new CountDownLatch(1);
    private boolean closed;

    private BrokerConnection(BrokerClient client, Consumer<Arrival> arrivals) {
        this.client = client;
        this.arrivals = arrivals;
    }

    /**
     * Connects, subscribes, and takes back what the session has of other settings. Messages may arrive before this
     * returns: those of the session that the broker kept.
     *
     * @param kept those of this broker
     * @throws RefusedException where the broker answers no, or we do not trust it
     * @throws MqttException where it does not answer
     */
    static BrokerConnection open(Subscription wanted, KeptSubscriptions kept, Consumer<Arrival> arrivals)
            throws MqttException, IOException, RefusedException, SettingsException {
        MqttConnectionOptions options = ConnectOptions.of(wanted);
        BrokerClient client = new BrokerClient(wanted.serverUri(), wanted.clientId(), wanted.maxPayloadBytes());
        BrokerConnection connection = new BrokerConnection(client, arrivals);
        client.setManualAcks(true);
        // The one callback for all: with a listener of its own Paho does not find a shared subscription's messages.
        client.setCallback(connection.new Callback());
        try {
            client.connect(options).waitForCompletion(ANSWER_MILLIS);
            kept.add(wanted.filters());
            BrokerSubscriptions subscriptions = new BrokerSubscriptions(client);
            subscriptions.ask(wanted.filters());
            subscriptions.takeBack(kept.unwanted(wanted.filters()), kept);
            return connection;
        } catch (MqttException e) {
            connection.close();
            String distrust = wanted.trust().complaint(e);
            if (distrust != null) {
                throw new RefusedException(distrust);
            }
            if (isRefusal(e)) {
                throw new RefusedException("the broker refused the connection: " + e.getMessage());
            }
            throw e;
        } catch (RefusedException | IOException e) {
            connection.close();
            throw e;
        }
    }

    /** Paho's own codes are large; an MQTT reason code is one byte. */
    private static boolean isRefusal(MqttException e) {
        return e.getReasonCode() >= FIRST_ERROR && e.getReasonCode() <= 0xff;
    }

    @Override
    public void acknowledge(int packetId) {
        try {
            client.messageArrivedComplete(packetId, BrokerSubscriptions.QOS);
        } catch (MqttException e) {
            // The connection is over: the broker delivers it again by the next, where ingest knows it.
            log.atTrace().setCause(e).log("an acknowledgement did not reach the broker");
        }
    }

    @Override
    public void askAfter(Decoded.Rejected rejected, String topic, long nowMillis) {
        rebirths.askAfter(rejected, topic, nowMillis);
    }

    private void publish(LocalReading command) {
        try {
            client.publish(command.topic(), command.payload(), 0, false);
        } catch (MqttException e) {
            // Whoever it does not reach is asked again.
            log.atTrace().setCause(e).log("a command did not reach the broker");
        }
    }

    @Override
    public boolean isOpen() {
        return lost.getCount() > 0;
    }

    void awaitLost() throws InterruptedException {
        lost.await();
    }

    /** Once: Paho's own {@code close} is left out, which takes from under its threads what they still use. */
    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        lost.countDown();
        try {
            client.disconnectForcibly(CLOSE_MILLIS, CLOSE_MILLIS, true);
        } catch (MqttException e) {
            log.atTrace().setCause(e).log("the connection to the broker was over before it was closed");
        }
    }

    /** Called by a thread of Paho's, one call after another. */
    private final class Callback implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            MqttProperties properties = message.getProperties();
            arrivals.accept(new Arrival(
                    topic,
                    message.getQos(),
                    message.getId(),
                    properties == null ? null : properties.getContentType(),
                    properties == null ? null : contentEncoding(properties),
                    message.getPayload(),
                    BrokerConnection.this));
        }

        private @Nullable String contentEncoding(MqttProperties properties) {
            Optional<UserProperty> encoding = properties.getUserProperties().stream()
                    .filter(property -> property.getKey().equals("content-encoding"))
                    .findFirst();
            return encoding.map(UserProperty::getValue).orElse(null);
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            lost.countDown();
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {
            log.atDebug().setCause(exception).log("the broker's client reports an error");
        }

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }
}
