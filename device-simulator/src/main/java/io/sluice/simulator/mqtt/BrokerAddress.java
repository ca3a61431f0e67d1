package io.sluice.simulator.mqtt;

import java.net.URI;
import java.net.URISyntaxException;

/** Where an MQTT broker listens: {@code mqtt://host:port}, port 1883 where none is given. */
public record BrokerAddress(String host, int port) {
    public static final BrokerAddress LOCAL = new BrokerAddress("127.0.0.1", 1883);

    /** @throws IllegalArgumentException unless the text is {@code mqtt://host[:port]} or {@code tcp://host[:port]} */
    public static BrokerAddress parse(String text) {
        try {
            URI uri = new URI(text);
            boolean known = "mqtt".equals(uri.getScheme()) || "tcp".equals(uri.getScheme());
            if (known && uri.getHost() != null && uri.getPath().isEmpty() && uri.getUserInfo() == null) {
                return new BrokerAddress(uri.getHost(), uri.getPort() < 0 ? LOCAL.port : uri.getPort());
            }
        } catch (URISyntaxException e) {
            // Not an address: answered below.
        }
        throw new IllegalArgumentException("broker must be mqtt://host:port, was " + text);
    }

    @Override
    public String toString() {
        return "mqtt://" + host + ":" + port;
    }
}
