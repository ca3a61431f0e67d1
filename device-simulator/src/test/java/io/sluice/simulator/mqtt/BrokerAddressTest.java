package io.sluice.simulator.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerAddressTest {

    @Test
    void thePortIsMqttsWhereNoneIsGiven() {
        assertEquals(new BrokerAddress("127.0.0.1", 1883), BrokerAddress.parse("mqtt://127.0.0.1"));
        assertEquals(new BrokerAddress("127.0.0.1", 8883, true), BrokerAddress.parse("mqtts://127.0.0.1"));
        assertEquals(
                new BrokerAddress("broker.example", 18883, true), BrokerAddress.parse("ssl://broker.example:18883"));
        assertEquals(
                "mqtts://127.0.0.1:8883",
                BrokerAddress.parse("mqtts://127.0.0.1").toString());
        assertEquals(new BrokerAddress("broker.example", 11883), BrokerAddress.parse("tcp://broker.example:11883"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "127.0.0.1:1883", "http://127.0.0.1", "mqtt://", "mqtt://h/p", "mqtt://u@h", "mqtt:// h"})
    void anythingElseIsNoBroker(String text) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> BrokerAddress.parse(text));
        assertEquals("broker must be mqtt://host:port or mqtts://host:port, was " + text, e.getMessage());
    }
}
