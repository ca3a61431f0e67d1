package io.sluice.bench.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AckParserTest {
    /** CONNACK accepted, PUBACK 1, PINGRESP, PUBACK 0x1234. */
    private static final byte[] PACKETS = {
        0x20, 0x02, 0x00, 0x00, 0x40, 0x02, 0x00, 0x01, (byte) 0xd0, 0x00, 0x40, 0x02, 0x12, 0x34
    };

    @ParameterizedTest(name = "reads of {0} bytes")
    @ValueSource(ints = {1, 2, 3, 5, 14})
    void packets_are_found_wherever_reads_are_cut(int bytes) {
        List<String> found = new ArrayList<>();
        AckParser parser = new AckParser((type, value) -> found.add(Integer.toHexString(type) + ":" + value));
        for (int at = 0; at < PACKETS.length; at += bytes) {
            parser.read(Unpooled.wrappedBuffer(PACKETS, at, Math.min(bytes, PACKETS.length - at)));
        }
        assertEquals(List.of("20:0", "40:1", "d0:0", "40:" + 0x1234), found);
    }
}
