package io.sluice.gateway.mqtt;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.sluice.gateway.access.Access;
import io.sluice.gateway.access.Limits;
import io.sluice.gateway.mqtt.connect.Admission;
import io.sluice.gateway.mqtt.connect.Doorkeeper;
import io.sluice.gateway.mqtt.connect.Revocation;
import io.sluice.gateway.mqtt.gate.CommitFanout;
import io.sluice.gateway.mqtt.gate.GateContext;
import io.sluice.gateway.mqtt.listen.ListenerTls;
import io.sluice.gateway.mqtt.listen.Listeners;
import io.sluice.gateway.mqtt.listen.MqttSettings;
import io.sluice.gateway.mqtt.listen.TlsWatch;
import io.sluice.gateway.mqtt.listen.Transport;
import io.sluice.gateway.mqtt.packet.Protocol;
import io.sluice.gateway.mqtt.session.KeptSessions;
import io.sluice.gateway.mqtt.session.Wills;
import io.sluice.gateway.scheduler.ShortTimeSlice;
import io.sluice.gateway.spool.DurableLog;
import io.sluice.kit.admin.BindRule;
import io.sluice.kit.health.HealthCheck;
import io.sluice.kit.health.HealthRegistry;
import io.sluice.kit.health.HealthState;
import io.sluice.kit.settings.Settings;
import io.sluice.model.payload.PayloadDecoder;
import java.net.InetAddress;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MQTT listeners (TCP, WebSocket, TLS): 3.1.1 and 5, on an embedded Moquette with the durable gate before it. Built
 * and started before the log starts committing; nobody is let in before the gate has proven itself.
 *
 * <p>Threads: Netty's event loops own the connections, the log's writer hands commits to them, Moquette has session
 * loops of its own. {@link #close} stops reading, answers what becomes durable within two seconds, tells MQTT 5 clients
 * that we are shutting down, spools the wills that wait for their delay, and may be called more than once.
 */
public final class MqttFront implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MqttFront.class);
    private static final String SERVICE_LOAD = "serviceload";

    /** By what the listeners encrypt and know their clients. */
    public record Locks(@Nullable ListenerTls tls, Access access) {}

    private final Settings settings;
    private final Access access;
    private final Limits limits;
    private final Doorkeeper doorkeeper;
    private final Admission admission = new Admission();
    private final DurableLog durableLog;
    private final EmbeddedMoquette broker;
    private final PipelineInstaller installer;
    private final Wills wills;
    private final Drain drain = new Drain(admission);
    private volatile @Nullable String fault;
    private final Listeners listeners;
    private final @Nullable ListenerTls tls;
    private final @Nullable TlsWatch tlsWatch;
    private final ProvenPorts ports;
    private boolean started;

    public MqttFront(
            Settings settings,
            Locks locks,
            DurableLog durableLog,
            PayloadDecoder decoder,
            MeterRegistry meters,
            HealthRegistry health) {
        this.settings = settings;
        this.tls = locks.tls();
        this.tlsWatch = tls == null ? null : new TlsWatch(tls, meters, health);
        this.access = locks.access();
        this.limits = new Limits(settings, System::nanoTime);
        this.doorkeeper = new Doorkeeper(access, limits, admission, tls != null && tls.asksClients());
        this.listeners = new Listeners(settings, tls != null);
        this.ports = new ProvenPorts(listeners);
        this.durableLog = durableLog;
        this.broker = new EmbeddedMoquette(this::brokerFailed);
        SharedContexts shared = SharedContexts.of(settings, durableLog, decoder, meters, broker, doorkeeper, limits);
        this.wills = shared.sessions().wills();
        GateContext gate = shared.gate();
        this.installer = new PipelineInstaller(gate, shared.connects(), listeners, admission);
        KeptSessions kept = shared.sessions().kept();
        gate.meters().watch(admission.connections()::size, gate.waiting()::size, kept::size);
        durableLog.onCommit(new CommitFanout(gate.meters(), this::spoolFailed));
        durableLog.onResume(gate.waiting()::wakeAll);
        health.live(HealthCheck.of("mqtt", this::live));
        health.ready(HealthCheck.of(
                "mqtt", () -> admission.isOpen() ? HealthState.up() : HealthState.down("the listener is not open")));
    }

    public void start() throws Exception {
        InetAddress address = BindRule.address(settings, doorkeeper.isOn());
        long maxPacketBytes = settings.get(MqttSettings.MAX_PACKET_BYTES);
        if (System.getProperty(ChannelInitializerExtension.EXTENSIONS_SYSTEM_PROPERTY) == null) {
            System.setProperty(ChannelInitializerExtension.EXTENSIONS_SYSTEM_PROPERTY, SERVICE_LOAD);
        }
        try (ShortTimeSlice slice = ShortTimeSlice.begin()) {
            GateExtension.whileBinding(
                    installer, () -> broker.start(address.getHostAddress(), listeners, tls, maxPacketBytes));
        }
        started = true;
        try {
            ports.prove(new SelfTest(admission, address, tls));
        } catch (Exception e) {
            close();
            throw e;
        }
        if (doorkeeper.isOn() || !address.isLoopbackAddress()) {
            limits.switchOn();
        }
        access.start(revoked -> {
            Revocation revocation = new Revocation(revoked);
            admission.connections().forEach(channel -> channel.pipeline().fireUserEventTriggered(revocation));
        });
        if (tlsWatch != null) {
            tlsWatch.start();
        }
        wills.restore(durableLog.openWills(), listeners.loop(), Protocol.RETURN_WITHIN);
        admission.open();
        logOpen();
    }

    private void logOpen() {
        for (Transport transport : listeners.transports()) {
            log.atInfo()
                    .addKeyValue("setting", transport.port.key())
                    .addKeyValue("port", ports.of(transport).orElse(0))
                    .addKeyValue("clientsKnownBy", doorkeeper.way(transport))
                    .log("MQTT listener open");
        }
        if (tls != null) {
            log.atInfo()
                    .addKeyValue("validUntil", tls.validUntil())
                    .addKeyValue("clientCertificates", tls.asksClients() ? "required" : "not asked for")
                    .log("TLS certificate in use");
        }
    }

    /** The bound port, known once started. */
    public int port() {
        return ports.of(Transport.TCP).orElse(0);
    }

    /** Empty until started. */
    public OptionalInt websocketPort() {
        return ports.of(Transport.WEBSOCKET);
    }

    /** Empty until started, and without a certificate. */
    public OptionalInt tlsPort() {
        return ports.of(Transport.TLS);
    }

    private HealthState live() {
        String reason = fault;
        return reason == null ? HealthState.up() : HealthState.down(reason);
    }

    private void fail(String reason, Throwable cause) {
        fault = reason + ": " + cause;
        log.atError().setCause(cause).log(reason);
    }

    /** The sessions of that loop are stuck for good: only a new process helps. */
    void brokerFailed(Throwable cause) {
        fail("a session loop of the MQTT broker died", cause);
    }

    /** What is not durable now never will be: clients are sent away to come back when we are restarted. */
    private void spoolFailed(Throwable cause) {
        fail("the spool failed", cause);
        admission.shut();
        admission.connections().forEach(channel -> channel.pipeline().fireUserEventTriggered(Disconnect.SERVER_BUSY));
    }

    @Override
    public synchronized void close() {
        if (!started) {
            return;
        }
        started = false;
        admission.shut();
        listeners.close();
        drain.run();
        wills.close();
        access.close();
        if (tlsWatch != null) {
            tlsWatch.close();
        }
        listeners.endLoops();
        broker.stop();
    }
}
