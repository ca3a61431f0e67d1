package io.sluice.gateway.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WholePacketsTest {
    private static final String PINGREQ = "c000";
    private static final String PUBLISH = "3003" + "0001" + "61"; // remaining length, topic's length, "a"

    private final EmbeddedChannel channel = new EmbeddedChannel(new WholePackets(200));

    @AfterEach
    void nothing_is_left() {
        channel.finishAndReleaseAll();
    }

    private List<String> handedOn(String... pieces) {
        List<String> all = new ArrayList<>();
        for (String piece : pieces) {
            channel.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(piece)));
            for (ByteBuf out = channel.readInbound(); out != null; out = channel.readInbound()) {
                all.add(ByteBufUtil.hexDump(out));
                out.release();
            }
        }
        return all;
    }

    @Test
    void packets_that_come_together_are_handed_on_together() {
        assertEquals(List.of(PINGREQ + PUBLISH), handedOn(PINGREQ + PUBLISH));
    }

    @Test
    void a_packet_that_comes_in_pieces_is_handed_on_once_it_is_whole() {
        assertEquals(List.of(PUBLISH), handedOn("30", "03", "00", "01", "61"));
    }

    @Test
    void what_is_whole_does_not_wait_for_what_follows() {
        assertEquals(List.of(PINGREQ, PUBLISH + PINGREQ), handedOn(PINGREQ + "3003", "000161" + PINGREQ));
    }

    @Test
    void a_length_of_two_bytes_may_come_in_two_pieces() {
        String body = "00".repeat(200);
        assertEquals(List.of("30c801" + body), handedOn("30c8", "01" + body));
    }

    @Test
    void one_that_announces_too_much_goes_by_from_its_first_bytes_on() {
        assertEquals(List.of("30c901", "00", "0102"), handedOn("30c901", "00", "0102"));
    }

    @Test
    void one_whose_length_does_not_end_goes_by_as_well() {
        assertEquals(List.of(PINGREQ + "30ffffffff", "01"), handedOn(PINGREQ + "30ffffffff", "01"));
    }

    @Test
    void the_end_of_the_stream_drops_half_a_packet() {
        handedOn("3003");
        assertFalse(channel.finish());
    }
}
