package io.sluice.gateway.mqtt.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodedPacketsTest {
    /** "MQTT", version 5, clean start, a minute, no properties, client id "a". */
    private static final String CONNECT = "100e" + "00044d515454" + "05" + "02" + "003c" + "00" + "000161";

    private static final String PINGREQ = "c000";

    private final EmbeddedChannel channel = channel();

    private static EmbeddedChannel channel() {
        WholePackets whole = new WholePackets(1_000, new PacketRoom());
        return new EmbeddedChannel(whole, new MqttDecoder(1_000), new DecodedPackets(whole));
    }

    @AfterEach
    void nothing_is_left() {
        channel.finishAndReleaseAll();
    }

    private List<String> decoded(String... reads) {
        List<String> all = new ArrayList<>();
        for (String read : reads) {
            channel.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(read)));
            for (MqttMessage packet = channel.readInbound(); packet != null; packet = channel.readInbound()) {
                all.add(
                        packet.decoderResult().isFailure()
                                ? "refused"
                                : packet.fixedHeader().messageType().name());
                ReferenceCountUtil.release(packet);
            }
        }
        return all;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "PUBLISH with a topic of 80 bytes, 30040050" + "6162",
        "PUBLISH with 80 bytes of properties, 3005000161" + "50" + "61",
        "PUBLISH with a content type of 80 bytes, 3007000161" + "03030050",
        "PUBLISH at QoS 1 without a packet id, 3203000161",
        "SUBSCRIBE with a filter of 80 bytes, 8206000100" + "0050" + "61",
        "UNSUBSCRIBE with a filter of 80 bytes, a206000100" + "0050" + "61",
        "PUBACK of one byte, 400100",
        "PUBACK with 80 bytes of properties, 4004000100" + "50",
        "DISCONNECT with 80 bytes of properties, e0020050",
        "CONNACK without properties, 20020000"
    })
    void a_length_beyond_the_packets_end_is_refused_without_waiting_for_the_next(String what, String packet) {
        assertEquals(List.of("CONNECT", "PINGREQ", "refused"), decoded(CONNECT + PINGREQ, packet), what);
    }

    @Test
    void so_is_one_in_connect() {
        assertEquals(List.of("refused"), decoded("100e" + "00044d515454" + "05" + "02" + "003c" + "00" + "005061"));
    }

    @Test
    void it_is_refused_once() {
        assertEquals(
                List.of("CONNECT", "refused"),
                decoded(CONNECT + "30040050" + "6162", PINGREQ).subList(0, 2));
        assertEquals(List.of(), decoded(PINGREQ));
    }

    @Test
    void one_that_the_decoder_refuses_is_refused_once_with_all_behind_it() {
        assertEquals(List.of("CONNECT", "refused"), decoded(CONNECT + "0000" + PINGREQ + PINGREQ));
    }

    @ParameterizedTest(name = "{0} bytes a read")
    @ValueSource(ints = {1, 2, 3, 7, 1_000})
    void good_ones_go_by_however_they_come(int bytes) {
        String all = CONNECT + PINGREQ + "300400016100" + PINGREQ + "4002" + "0001" + "e000";
        List<String> reads = new ArrayList<>();
        for (int at = 0; at < all.length(); at += 2 * bytes) {
            reads.add(all.substring(at, Math.min(all.length(), at + 2 * bytes)));
        }
        assertEquals(
                List.of("CONNECT", "PINGREQ", "PUBLISH", "PINGREQ", "PUBACK", "DISCONNECT"),
                decoded(reads.toArray(String[]::new)));
    }
}
