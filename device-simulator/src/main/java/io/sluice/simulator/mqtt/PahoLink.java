package io.sluice.simulator.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
 * A link through Eclipse Paho's MQTT 5 client, the reference that our own must agree with. One publication at a time,
 * on one thread of its own (a virtual one where the JDK has them; Paho starts further ones): for a few devices, not for
 * a fleet.
 */
public final class PahoLink implements DeviceLink {
    private static final Logger LOG = LoggerFactory.getLogger(PahoLink.class);
    private static final long ACK_TIMEOUT_MILLIS = 10_000;
    private static final long AWAY_MILLIS = 20;

    /** Of Paho: a return code that MQTT 5 has not. Of MQTT 3.1.1 it is the only one that a CONNECT of MQTT 5 gets. */
    private static final int UNREADABLE_CONNACK = 50_001;

    private final LinkOptions options;
    private final PublicationListener listener;
    private final Failures failures;
    private final @Nullable SSLContext tls;
    private final Backoff backoff;
    private final BlockingQueue<Publication> waiting;
    private final AtomicInteger outstanding = new AtomicInteger();
    private volatile @Nullable Thread thread;
    private volatile boolean connected;
    private volatile boolean closed;
    private volatile boolean suspended;
    private @Nullable MqttAsyncClient client;
    /** Of the last attempt to connect. */
    private Setback setback = Setback.LOST;

    public PahoLink(LinkOptions options, SplittableRandom random, PublicationListener listener, Failures failures) {
        this.options = options;
        this.listener = listener;
        this.failures = failures;
        this.tls = options.broker().isTls() ? options.access().trust().context() : null;
        this.backoff = new Backoff(random);
        this.waiting = new ArrayBlockingQueue<>(options.maxOutstanding());
    }

    @Override
    public void start() {
        thread = LightThread.start("paho-" + options.clientId(), this::run);
    }

    @Override
    public boolean publish(Publication publication) {
        outstanding.incrementAndGet();
        if (!closed && waiting.offer(publication)) {
            return true;
        }
        outstanding.decrementAndGet();
        return false;
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public int outstanding() {
        return outstanding.get();
    }

    @Override
    public void suspend() {
        suspended = true;
    }

    @Override
    public void resume() {
        suspended = false;
    }

    @Override
    public void close() {
        closed = true;
        Thread running = thread;
        if (running == null) {
            return;
        }
        running.interrupt();
        try {
            running.join(ACK_TIMEOUT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                if (suspended) {
                    discard();
                    TimeUnit.MILLISECONDS.sleep(AWAY_MILLIS);
                    continue;
                }
                Publication publication = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (publication == null) {
                    tryConnect();
                } else {
                    deliver(publication);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            discard();
        }
    }

    private void tryConnect() throws InterruptedException {
        try {
            connection();
        } catch (MqttException e) {
            failed(e);
        }
    }

    /** Until it has an answer that is final, or the link is closed. */
    private void deliver(Publication publication) throws InterruptedException {
        while (!closed) {
            if (suspended) {
                discard();
                TimeUnit.MILLISECONDS.sleep(AWAY_MILLIS);
                continue;
            }
            Answer answer = send(publication);
            if (answer == Answer.ACKED || answer == Answer.REFUSED) {
                outstanding.decrementAndGet();
                listener.settled(publication, answer);
                backoff.reset();
                return;
            }
            if (answer == Answer.SLOW_DOWN) {
                TimeUnit.MILLISECONDS.sleep(backoff.nextMillis(Setback.LOST));
            }
        }
    }

    private @Nullable Answer send(Publication publication) throws InterruptedException {
        try {
            IMqttToken token = connection().publish(publication.topic(), message(publication));
            token.waitForCompletion(ACK_TIMEOUT_MILLIS);
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
            failed(e);
            return null;
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

    private MqttAsyncClient connection() throws MqttException {
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
            current.connect(connectOptions()).waitForCompletion(ACK_TIMEOUT_MILLIS);
        } catch (MqttException e) {
            ConnectFailure failure = why(e);
            setback = failure.setback();
            if (!closed) {
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

    private void failed(MqttException e) throws InterruptedException {
        LOG.atDebug().addKeyValue("client", options.clientId()).setCause(e).log("Connection failed");
        discard();
        TimeUnit.MILLISECONDS.sleep(backoff.nextMillis(setback));
    }

    private void discard() {
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
