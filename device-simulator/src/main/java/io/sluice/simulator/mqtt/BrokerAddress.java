package io.sluice.simulator.mqtt;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an MQTT broker listens: {@code mqtt://host:port}, port 1883 where none is given, or {@code mqtts://host:port}
 * over TLS, port 8883.
 */
public record BrokerAddress(String host, int port, boolean isTls) {
    public static final BrokerAddress LOCAL = new BrokerAddress("127.0.0.1", 1883);

    private static final int TLS_PORT = 8883;
    private static final int LAST_PORT = 65_535;
    private static final Map<String, Boolean> SCHEMES = Map.of("mqtt", false, "tcp", false, "mqtts", true, "ssl", true);

    /** Without TLS. */
    public BrokerAddress(String host, int port) {
        this(host, port, false);
    }

    /**
     * @throws IllegalArgumentException unless the text is {@code mqtt://host[:port]} or {@code mqtts://host[:port]};
     *     Paho's names for the two, {@code tcp} and {@code ssl}, do as well
     */
    public static BrokerAddress parse(String text) {
        try {
            URI uri = new URI(text);
            @Nullable Boolean isTls = uri.getScheme() == null ? null : SCHEMES.get(uri.getScheme());
            if (isTls != null && uri.getHost() != null && uri.getPath().isEmpty() && uri.getUserInfo() == null) {
                int usual = isTls ? TLS_PORT : LOCAL.port;
                int port = uri.getPort() < 0 ? usual : uri.getPort();
                if (port < 1 || port > LAST_PORT) {
                    throw new IllegalArgumentException(
                            "broker must have a port from 1 to " + LAST_PORT + ", was " + text);
                }
                return new BrokerAddress(uri.getHost(), port, isTls);
            }
        } catch (URISyntaxException e) {
            // Not an address: answered below.
        }
        throw new IllegalArgumentException("broker must be mqtt://host:port or mqtts://host:port, was " + text);
    }

    @Override
    public String toString() {
        return (isTls ? "mqtts://" : "mqtt://") + host + ":" + port;
    }
}
