package io.sluice.gateway.mqtt.connect;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.ssl.SslHandler;
import io.sluice.gateway.access.Access;
import io.sluice.gateway.access.CertificateCheck;
import io.sluice.gateway.access.Credentials;
import io.sluice.gateway.access.Denial;
import io.sluice.gateway.access.Limits;
import io.sluice.gateway.access.Verdict;
import io.sluice.gateway.mqtt.listen.Transport;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Asks who a CONNECT comes from, each listener in its way. Thread-safe. */
public final class Doorkeeper {
    /** How a listener knows its clients. */
    enum Way {
        /** Not at all: anyone may speak for any device. */
        ANYONE,
        /** By name and password, or by a token in the password's place. */
        CREDENTIALS,
        /** By the certificate of the handshake; what CONNECT shows is not looked at. */
        CERTIFICATE,
        /** Other listeners ask, this one cannot: it lets nobody in. */
        NOBODY
    }

    /** Told on the channel's event loop, at once or later; never where the channel closes meanwhile. */
    interface Reply {
        /** @param verdict null for one who need not say who it is */
        void accept(@Nullable Verdict verdict);
    }

    /** A CONNECT that may be looked at. */
    private record Arrival(
            ChannelHandlerContext ctx, Way way, MqttConnectPayload payload, String address, Reply answer) {}

    private interface Proven {
        /**
         * @param verdict null for one who need not say who it is
         * @param askedIn the access's generation
         */
        void accept(@Nullable Verdict verdict, long askedIn);
    }

    private final Access access;
    private final Limits limits;
    private final Admission admission;
    private final Map<Transport, Way> ways = new EnumMap<>(Transport.class);

    public Doorkeeper(Access access, Limits limits, Admission admission, boolean asksForCertificates) {
        this.access = access;
        this.limits = limits;
        this.admission = admission;
        for (Transport transport : Transport.values()) {
            ways.put(transport, way(access.isOn(), transport == Transport.TLS, asksForCertificates));
        }
    }

    private static Way way(boolean hasCredentials, boolean isTls, boolean asksForCertificates) {
        if (isTls && asksForCertificates) {
            return Way.CERTIFICATE;
        }
        if (hasCredentials) {
            return Way.CREDENTIALS;
        }
        return asksForCertificates ? Way.NOBODY : Way.ANYONE;
    }

    public Way way(Transport transport) {
        return ways.getOrDefault(transport, Way.NOBODY);
    }

    /** Whether every listener asks. */
    public boolean isOn() {
        return !ways.containsValue(Way.ANYONE);
    }

    void ask(ChannelHandlerContext ctx, Transport transport, MqttConnectMessage connect, Reply answer) {
        if (admission.isTester(ctx.channel())) {
            answer.accept(null);
            return;
        }
        String address = addressOf(ctx.channel());
        Optional<Denial> denial = limits.arrives(address);
        if (denial.isEmpty() && !limits.hasTurn()) {
            denial = Optional.of(Denial.BUSY); // or a storm's proofs would all be looked at at once
        }
        if (denial.isPresent()) {
            answer.accept(new Verdict.Refused(denial.get()));
            return;
        }
        Arrival arrival = new Arrival(ctx, way(transport), connect.payload(), address, answer);
        // The proof first: or who has none to show would take the turns of those who have.
        prove(arrival, (verdict, askedIn) -> takeTurn(arrival, () -> letIn(arrival, verdict, askedIn)));
    }

    /** @param proven not told where there is a refusal, which is answered */
    private void prove(Arrival arrival, Proven proven) {
        long askedIn = access.generation();
        check(arrival, verdict -> {
            if (!(verdict instanceof Verdict.Refused refused)) {
                proven.accept(verdict, askedIn);
                return;
            }
            if (refused.reason().isFailedProof()) {
                limits.failed(arrival.address());
            }
            arrival.answer().accept(refused);
        });
    }

    private void takeTurn(Arrival arrival, Runnable turn) {
        if (!arrival.ctx().channel().isActive()) {
            return;
        }
        long waitNanos = limits.turnNanos();
        if (waitNanos < 0) {
            arrival.answer().accept(new Verdict.Refused(Denial.BUSY));
        } else if (waitNanos == 0) {
            turn.run();
        } else {
            arrival.ctx().executor().schedule(turn, waitNanos, TimeUnit.NANOSECONDS);
        }
    }

    /**
     * What was revoked while the verdict was on its way did not find this connection, which had no speaker yet: so the
     * proof is looked at once more. What is revoked from now on does.
     */
    private void letIn(Arrival arrival, @Nullable Verdict verdict, long askedIn) {
        if (access.generation() == askedIn) {
            arrival.answer().accept(verdict);
        } else {
            prove(arrival, (again, askedAgainIn) -> letIn(arrival, again, askedAgainIn));
        }
    }

    /** Under which its limits are kept. */
    static String addressOf(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote && remote.getAddress() != null
                ? Limits.keyOf(remote.getAddress())
                : "unknown";
    }

    private void check(Arrival arrival, Reply answer) {
        switch (arrival.way()) {
            case ANYONE -> answer.accept(null);
            case NOBODY -> answer.accept(new Verdict.Refused(Denial.NO_PROOF_POSSIBLE));
            case CERTIFICATE -> answer.accept(byCertificate(arrival.ctx()));
            case CREDENTIALS -> byCredentials(arrival, answer);
        }
    }

    private void byCredentials(Arrival arrival, Reply answer) {
        access.check(
                arrival.address(),
                new Credentials(arrival.payload().userName(), arrival.payload().passwordInBytes()),
                () -> arrival.ctx().channel().isActive(),
                verdict -> onLoop(arrival.ctx(), () -> answer.accept(verdict)));
    }

    private static void onLoop(ChannelHandlerContext ctx, Runnable task) {
        if (ctx.executor().inEventLoop()) {
            task.run();
        } else if (!ctx.executor().isShuttingDown()) {
            ctx.executor().execute(task);
        }
    }

    private static Verdict byCertificate(ChannelHandlerContext ctx) {
        try {
            if (ctx.pipeline().get(Transport.TLS_HANDLER) instanceof SslHandler tls) {
                Certificate[] shown = tls.engine().getSession().getPeerCertificates();
                if (shown.length > 0 && shown[0] instanceof X509Certificate certificate) {
                    return CertificateCheck.check(certificate);
                }
            }
        } catch (SSLPeerUnverifiedException e) {
            // Without a certificate the handshake would not have ended, but what if it had.
        }
        return new Verdict.Refused(Denial.NO_CREDENTIALS);
    }
}
