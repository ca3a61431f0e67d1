package io.sluice.simulator.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device's connection by Paho's client, opened anew where there is none. On its link's thread only, but for whether
 * it stands.
 */
final class PahoConnection {
    static final long ANSWERED_WITHIN_MILLIS = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(PahoConnection.class);

    /** Of Paho: a return code that MQTT 5 has not. Of MQTT 3.1.1 it is the only one that a CONNECT of MQTT 5 gets. */
    private static final int UNREADABLE_CONNACK = 50_001;

    private final LinkOptions options;
    private final Failures failures;
    private final BooleanSupplier isClosed;
    private final @Nullable SSLContext tls;
    private volatile boolean connected;
    private @Nullable MqttAsyncClient client;
    private Setback setback = Setback.LOST;

    /** @param isClosed the link is: a failure to connect is then none */
    PahoConnection(LinkOptions options, Failures failures, BooleanSupplier isClosed) {
        this.options = options;
        this.failures = failures;
        this.isClosed = isClosed;
        this.tls = options.broker().isTls() ? options.access().tls() : null;
    }

    /** From any thread. */
    boolean isConnected() {
        return connected;
    }

    /** Of the last attempt to connect. */
    Setback setback() {
        return setback;
    }

    /** Blocks until there is an answer, which may be none that is final. */
    Answer send(Publication publication) throws MqttException {
        try {
            IMqttToken token = open().publish(publication.topic(), message(publication));
            token.waitForCompletion(ANSWERED_WITHIN_MILLIS);
            int[] reasonCodes = token.getReasonCodes();
            int reasonCode = reasonCodes == null || reasonCodes.length == 0 ? 0 : reasonCodes[0];
            Answer answer = Answer.of(reasonCode);
            if (answer == Answer.REFUSED) {
                failures.publish(reasonCode, said(token));
            }
            return answer;
        } catch (MqttException e) {
            if (e.getReasonCode() == MqttClientException.REASON_CODE_MAX_INFLIGHT) {
                // Paho completes a token before it counts its slot as free.
                return Answer.SLOW_DOWN;
            }
            if (e.getReasonCode() == MqttClientException.REASON_CODE_OUTGOING_PACKET_TOO_LARGE) {
                failures.publish(ReasonCodes.PACKET_TOO_LARGE, "not sent: longer than the broker takes");
                return Answer.REFUSED;
            }
            throw e;
        }
    }

    private static String said(IMqttToken token) {
        MqttProperties properties = token.getResponseProperties();
        String said = properties == null ? null : properties.getReasonString();
        return said == null ? "" : said;
    }

    private static MqttMessage message(Publication publication) {
        MqttMessage message = new MqttMessage(publication.payload());
        message.setQos(1);
        MqttProperties properties = new MqttProperties();
        if (publication.contentType() != null) {
            properties.setContentType(publication.contentType());
        }
        if (publication.contentEncoding() != null) {
            properties.setUserProperties(
                    List.of(new UserProperty(Publication.CONTENT_ENCODING, publication.contentEncoding())));
        }
        message.setProperties(properties);
        return message;
    }

    /** Blocks until it stands. */
    MqttAsyncClient open() throws MqttException {
        MqttAsyncClient current = client;
        if (current != null && current.isConnected()) {
            return current;
        }
        discard();
        current = new MqttAsyncClient(
                (tls == null ? "tcp://" : "ssl://") + options.broker().host() + ":"
                        + options.broker().port(),
                options.clientId(),
                new MemoryPersistence());
        client = current;
        setback = Setback.LOST;
        try {
            current.connect(connectOptions()).waitForCompletion(ANSWERED_WITHIN_MILLIS);
        } catch (MqttException e) {
            ConnectFailure failure = why(e);
            setback = failure.setback();
            if (!isClosed.getAsBoolean()) {
                failures.connect(options.clientId(), failure);
            }
            throw e;
        }
        connected = true;
        return current;
    }

    private MqttConnectionOptions connectOptions() {
        MqttConnectionOptions connect = new MqttConnectionOptions();
        connect.setCleanStart(true);
        connect.setAutomaticReconnect(false);
        connect.setUserName(options.access().user());
        String password = options.access().password();
        if (password != null) {
            connect.setPassword(password.getBytes(StandardCharsets.UTF_8));
        }
        if (tls != null) {
            connect.setSocketFactory(tls.getSocketFactory());
        }
        return connect;
    }

    /** Paho's own codes are larger than MQTT's, which are one byte. */
    private ConnectFailure why(MqttException e) {
        int code = e.getReasonCode();
        if (code == UNREADABLE_CONNACK) {
            return ConnectFailure.ofOldBroker(1);
        }
        return code > 0 && code <= 0xff && e.getCause() == null
                ? ConnectFailure.of(code, "")
                : ConnectFailure.of(e, options.access().trust());
    }

    /** Says goodbye, where it stands. */
    void discard() {
        connected = false;
        MqttAsyncClient old = client;
        client = null;
        if (old == null) {
            return;
        }
        try {
            // And no close(): it takes from under Paho's own threads what they still use, and there is nothing to free.
            if (old.isConnected()) {
                old.disconnect(0).waitForCompletion(1_000);
            } else {
                old.disconnectForcibly(0, 0, false);
            }
        } catch (MqttException e) {
            LOG.atDebug().addKeyValue("client", options.clientId()).setCause(e).log("Disconnect failed");
        }
    }
}
