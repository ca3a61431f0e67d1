package io.sluice.gateway.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/** Paho's client, which reads what the broker sends by way of {@link ReadablePackets}. */
final class BrokerClient extends MqttAsyncClient {

    private final int maxPayloadBytes;

    BrokerClient(String serverUri, String clientId, int maxPayloadBytes) throws MqttException {
        super(serverUri, clientId, new MemoryPersistence());
        this.maxPayloadBytes = maxPayloadBytes;
    }

    @Override
    protected NetworkModule[] createNetworkModules(String address, MqttConnectionOptions options) throws MqttException {
        return Arrays.stream(super.createNetworkModules(address, options))
                .map(network -> new Readable(network, maxPayloadBytes))
                .toArray(NetworkModule[]::new);
    }

    private record Readable(NetworkModule network, int maxPayloadBytes) implements NetworkModule {
        @Override
        public InputStream getInputStream() throws IOException {
            return new ReadablePackets(network.getInputStream(), maxPayloadBytes);
        }

        @Override
        public void start() throws IOException, MqttException {
            network.start();
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return network.getOutputStream();
        }

        @Override
        public void stop() throws IOException {
            network.stop();
        }

        @Override
        public String getServerURI() {
            return network.getServerURI();
        }
    }
}
