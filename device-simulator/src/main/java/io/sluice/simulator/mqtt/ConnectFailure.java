package io.sluice.simulator.mqtt;

import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection did not come about, or was ended by the broker for who the device is.
 *
 * @param reason one of a few, to count by
 * @param said in particular, empty where the reason says all
 */
record ConnectFailure(String reason, String said, Setback setback) {

    /** @param reasonString MQTT 5's, empty for none */
    static ConnectFailure of(int reasonCode, String reasonString) {
        return new ConnectFailure(ReasonCodes.words(reasonCode), reasonString, Setback.of(reasonCode));
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

    private static @Nullable Throwable find(Throwable failure, Class<?> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return cause;
            }
        }
        return null;
    }
}
