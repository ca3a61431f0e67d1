package io.sluice.gateway.mqtt.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholePacketsTest {
    private static final String PINGREQ = "c000";
    private static final String PUBLISH = "3003" + "0001" + "61"; // remaining length, topic's length, "a"

    private final PacketRoom room = new PacketRoom(50_000);
    private final EmbeddedChannel channel = new EmbeddedChannel(new WholePackets(200, room));

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
    void properties_within_the_bound_go_by() {
        EmbeddedChannel large = new EmbeddedChannel(new WholePackets(100_000, room));
        write(large, connect(5), publish(PropertyBound.MAX_BYTES));
        assertEquals(2, large.inboundMessages().size());
        large.finishAndReleaseAll();
    }

    @Test
    void too_many_properties_are_refused_after_what_came_before_them_and_nothing_follows() {
        EmbeddedChannel large = new EmbeddedChannel(new WholePackets(100_000, room));
        write(large, connect(5));
        ByteBuf both = Unpooled.wrappedBuffer(bytes(PINGREQ), publish(PropertyBound.MAX_BYTES + 1));
        TooLongFrameException refused = assertThrows(TooLongFrameException.class, () -> large.writeInbound(both));
        assertEquals("properties must be <= 8192 bytes", refused.getMessage());
        write(large, bytes(PINGREQ));
        assertEquals(2, large.inboundMessages().size());
        large.finishAndReleaseAll();
    }

    @Test
    void in_mqtt_3_1_1_there_are_no_properties_to_be_counted() {
        EmbeddedChannel large = new EmbeddedChannel(new WholePackets(100_000, room));
        write(large, connect(4), publish(PropertyBound.MAX_BYTES + 1));
        assertEquals(2, large.inboundMessages().size());
        large.finishAndReleaseAll();
    }

    @Test
    void a_large_packet_of_no_type_goes_by() {
        EmbeddedChannel large = new EmbeddedChannel(new WholePackets(100_000, room));
        write(large, connect(5), packet(0x00, bytes("8140"), new byte[PropertyBound.MAX_BYTES + 1]));
        assertEquals(2, large.inboundMessages().size());
        large.finishAndReleaseAll();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"of CONNECT", "of the will", "of SUBSCRIBE", "of DISCONNECT"})
    void the_bound_holds_for_properties(String where) {
        EmbeddedChannel large = new EmbeddedChannel(new WholePackets(100_000, room));
        byte[] many = new byte[PropertyBound.MAX_BYTES + 1];
        if (!where.equals("of CONNECT") && !where.equals("of the will")) {
            write(large, connect(5));
        }
        byte[] packet = switch (where) {
            case "of CONNECT" -> packet(0x10, bytes("00044d5154540500003c"), bytes("8140"), many);
            // flags with a will, no properties, client id "a"
            case "of the will" -> packet(0x10, bytes("00044d5154540504003c" + "00" + "000161"), bytes("8140"), many);
            case "of SUBSCRIBE" -> packet(0x82, bytes("0001"), bytes("8140"), many);
            default -> packet(0xe0, bytes("00"), bytes("8140"), many);
        };
        assertThrows(TooLongFrameException.class, () -> large.writeInbound(Unpooled.wrappedBuffer(packet)));
        large.finishAndReleaseAll();
    }

    /** "MQTT", version, clean start, a minute; in version 5 no properties; client id "a". */
    private static byte[] connect(int version) {
        return packet(0x10, bytes("00044d5154540" + version + "02003c" + (version == 5 ? "00" : "") + "000161"));
    }

    /** QoS 1, topic "a", packet id 1; so many bytes of properties. */
    private static byte[] publish(int propertyBytes) {
        byte[] length = {(byte) (propertyBytes & 0x7f | 0x80), (byte) (propertyBytes >> 7)};
        return packet(0x32, bytes("000161" + "0001"), length, new byte[propertyBytes]);
    }

    private static byte[] packet(int first, byte[]... parts) {
        ByteBuf body = Unpooled.wrappedBuffer(parts);
        ByteBuf packet = Unpooled.buffer().writeByte(first);
        int length = body.readableBytes();
        for (; length > 0x7f; length >>= 7) {
            packet.writeByte(length & 0x7f | 0x80);
        }
        return ByteBufUtil.getBytes(packet.writeByte(length).writeBytes(body));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static void write(EmbeddedChannel channel, byte[]... packets) {
        for (byte[] packet : packets) {
            channel.writeInbound(Unpooled.wrappedBuffer(packet));
        }
    }

    @Test
    void the_end_of_the_stream_drops_half_a_packet() {
        handedOn("3003");
        assertFalse(channel.finish());
    }

    @Test
    void a_first_packet_that_is_larger_than_a_connect_need_be_is_refused_before_it_is_all_there() {
        EmbeddedChannel large = new EmbeddedChannel(new WholePackets(100_000, room));
        ByteBuf begun = Unpooled.wrappedBuffer(bytes("10" + "818001")); // 16,385 bytes are announced
        TooLongFrameException refused = assertThrows(TooLongFrameException.class, () -> large.writeInbound(begun));
        assertEquals("the first packet must be <= 16384 bytes, its properties <= 8192", refused.getMessage());
        large.finishAndReleaseAll();
    }

    @Test
    void packets_after_the_first_may_be_larger() {
        EmbeddedChannel large = new EmbeddedChannel(new WholePackets(100_000, room));
        byte[] publish = packet(0x30, bytes("000161"), new byte[2 * WholePackets.MAX_FIRST_BYTES]);
        large.writeInbound(Unpooled.wrappedBuffer(connect(4), publish));
        assertEquals(
                connect(4).length + publish.length,
                ((ByteBuf) large.inboundMessages().peek()).readableBytes());
        assertEquals(0, room.takenBytes());
        large.finishAndReleaseAll();
    }

    @Test
    void whose_half_packet_is_large_has_to_go_where_all_together_take_too_much() {
        Events good = new Events();
        Events hostile = new Events();
        EmbeddedChannel small = new EmbeddedChannel(new WholePackets(100_000, room), good);
        EmbeddedChannel large = new EmbeddedChannel(new WholePackets(100_000, room), hostile);
        byte[] half = Arrays.copyOf(packet(0x30, new byte[90_000]), 40_000);
        write(large, connect(4), half);
        assertEquals(List.of(), hostile.seen, "there is room");

        write(small, connect(4), Arrays.copyOf(half, 12_000));
        write(large, new byte[1]);
        assertEquals(List.of(), good.seen, "a small one does no harm");
        assertEquals(List.of(Disconnect.QUOTA_EXCEEDED), hostile.seen);

        large.finishAndReleaseAll();
        assertEquals(12_000, room.takenBytes());
        small.finishAndReleaseAll();
        assertEquals(0, room.takenBytes());
    }

    private static final class Events extends ChannelInboundHandlerAdapter {
        private final List<Object> seen = new ArrayList<>();

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof Disconnect) {
                seen.add(event);
            }
        }
    }
}
