package io.sluice.simulator.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SourceAddressesTest {
    @Test
    @EnabledOnOs(OS.LINUX)
    void every_thousand_links_to_loopback_have_an_address_of_their_own() {
        assertNull(SourceAddresses.of(BrokerAddress.LOCAL, 999));
        assertEquals(new InetSocketAddress("127.0.0.2", 0), SourceAddresses.of(BrokerAddress.LOCAL, 1_000));
        assertEquals(new InetSocketAddress("127.0.0.50", 0), SourceAddresses.of(BrokerAddress.LOCAL, 49_999));
        assertEquals(new InetSocketAddress("127.0.1.2", 0), SourceAddresses.of(BrokerAddress.LOCAL, 251_000));
    }

    @Test
    void a_broker_elsewhere_sees_what_the_system_picks() {
        assertNull(SourceAddresses.of(new BrokerAddress("10.0.0.7", 1883), 49_999));
    }
}
