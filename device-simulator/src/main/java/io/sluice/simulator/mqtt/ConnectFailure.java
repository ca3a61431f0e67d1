package io.sluice.simulator.mqtt;

import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection did not come about, or was ended by the broker.
 *
 * @param reason one of a few, to count by
 * @param said in particular, empty where the reason says all
 */
record ConnectFailure(String reason, String said, Setback setback) {
    /** By a broker that does not say why. */
    static final ConnectFailure CLOSED = new ConnectFailure("closed-by-broker", "", Setback.LOST);

    private static final int FAILURE = 0x80;
    private static final int UNACCEPTABLE_VERSION = 0x01;

    /** @param reasonString MQTT 5's, empty for none */
    static ConnectFailure of(int reasonCode, String reasonString) {
        return new ConnectFailure(ReasonCodes.words(reasonCode), reasonString, Setback.of(reasonCode));
    }

    /** By a DISCONNECT. */
    static ConnectFailure ofHangUp(int reasonCode, String reasonString) {
        return reasonCode < FAILURE ? CLOSED : of(reasonCode, reasonString);
    }

    /** By MQTT 3.1.1's CONNACK: what it lets in would not understand a word. */
    static ConnectFailure ofOldBroker(int returnCode) {
        return of(
                returnCode == 0 ? UNACCEPTABLE_VERSION : returnCode,
                "the broker speaks no MQTT 5, it answered with MQTT 3.1.1's return code " + returnCode);
    }

    static ConnectFailure undecodable(Throwable cause) {
        return new ConnectFailure("undecodable-packet", String.valueOf(cause.getMessage()), Setback.LOST);
    }

    /** @param trust by which the broker's certificate was looked at */
    static ConnectFailure of(Throwable failure, BrokerTrust trust) {
        Throwable distrust = find(failure, CertificateException.class);
        if (distrust != null) {
            String complaint = "the broker's certificate must be for its host and of an authority that " + trust
                    + ", was not: " + distrust.getMessage();
            return new ConnectFailure("certificate-not-trusted", complaint, Setback.TURNED_AWAY);
        }
        Throwable problem = find(failure, SSLException.class);
        if (problem != null) {
            return new ConnectFailure("tls-failed", String.valueOf(problem.getMessage()), Setback.LOST);
        }
        return new ConnectFailure("not-reached", failure.toString(), Setback.LOST);
    }

    static boolean isTls(Throwable failure) {
        return find(failure, SSLException.class) != null;
    }

    private static @Nullable Throwable find(Throwable failure, Class<?> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return cause;
            }
        }
        return null;
    }
}
