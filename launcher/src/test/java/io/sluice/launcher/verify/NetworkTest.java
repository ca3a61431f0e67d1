package io.sluice.launcher.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.simulator.mqtt.BrokerAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private static final Fault HOLE =
            FaultLine.parse(1, "0s blackhole 10s 3", Duration.ofMinutes(1), FaultTargets.ONE_JVM);

    private static final int PATIENCE_MILLIS = 60_000;
    private static final int A_WHILE_MILLIS = 300;

    private ServerSocket gateway;
    private BrokerAddress address;

    @BeforeEach
    void listen() throws IOException {
        gateway = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        address = new BrokerAddress("127.0.0.1", gateway.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        gateway.close();
    }

    @Test
    void nothing_is_in_between_where_no_fault_is_on_the_way() throws Exception {
        Fault reset = FaultLine.parse(1, "0s reset 3", Duration.ofMinutes(1), FaultTargets.ONE_JVM);
        try (Network network = Network.before(address, List.of(reset))) {
            assertEquals(List.of(address), network.addresses());
        }
    }

    @Test
    void a_fault_for_every_third_way_leaves_the_others_alone() throws Exception {
        try (Network network = Network.before(address, List.of(HOLE))) {
            network.inflict(HOLE);

            assertEquals('x', carried(network, 1, PATIENCE_MILLIS));
            assertEquals('x', carried(network, 2, PATIENCE_MILLIS));
            assertThrows(SocketTimeoutException.class, () -> carried(network, 3, A_WHILE_MILLIS));
        }
    }

    @Test
    void the_ways_lead_to_where_the_gateway_listens() throws Exception {
        InetAddress ipv6 = InetAddress.getByName("::1");
        assumeTrue(NetworkInterface.getByInetAddress(ipv6) != null, "left out: this machine has no ::1");
        gateway.close();
        gateway = new ServerSocket(0, 5, ipv6);
        address = BrokerAddress.parse("mqtt://[::1]:" + gateway.getLocalPort());
        try (Network network = Network.before(address, List.of(HOLE))) {
            BrokerAddress way = network.addresses().get(0);
            try (Socket device = new Socket(way.host(), way.port());
                    Socket accepted = gateway.accept()) {
                device.getOutputStream().write('x');
                assertEquals('x', accepted.getInputStream().read());
            }
        }
    }

    @Test
    void what_is_healed_carries_again() throws Exception {
        try (Network network = Network.before(address, List.of(HOLE))) {
            network.inflict(HOLE);
            network.heal(HOLE);

            assertEquals('x', carried(network, 0, PATIENCE_MILLIS));
        }
    }

    private int carried(Network network, int way, int withinMillis) throws IOException {
        try (Socket device = new Socket(
                        InetAddress.getLoopbackAddress(),
                        network.addresses().get(way).port());
                Socket behind = gateway.accept()) {
            behind.setSoTimeout(withinMillis);
            device.getOutputStream().write('x');
            return behind.getInputStream().read();
        }
    }
}
