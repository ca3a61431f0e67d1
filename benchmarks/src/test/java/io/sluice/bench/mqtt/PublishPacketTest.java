package io.sluice.bench.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.sluice.model.payload.Decoded;
import io.sluice.model.payload.PayloadDecoder;
import io.sluice.model.payload.draft.IdentityStamper;
import io.sluice.model.payload.draft.PayloadLimits;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PublishPacketTest {
    private static final long NOW_MILLIS = 1_732_412_345_678L;

    private final PublishPacket packet = new PublishPacket("bench/device-10000", NOW_MILLIS);
    private final PayloadDecoder decoder =
            new PayloadDecoder(PayloadLimits.defaults(), device -> new IdentityStamper.Identity("none", 1));

    @Test
    void copies_are_publishes_of_100_bytes_with_ids_and_seqs_that_count_up() {
        for (int id = 1; id <= 12; id++) {
            MqttPublishMessage publish = next();
            assertEquals(id, publish.variableHeader().packetId());
            assertEquals(
                    "telemetry/bench/device-10000", publish.variableHeader().topicName());
            assertEquals(MqttQoS.AT_LEAST_ONCE, publish.fixedHeader().qosLevel());
            assertEquals(100, publish.payload().readableBytes());
            assertEquals(1_000_000_000L + id, seqOf(publish));
            publish.release();
        }
    }

    @Test
    void ids_begin_again_at_1_behind_the_last() {
        ByteBuf out = Unpooled.buffer();
        for (int i = 0; i < 0xffff; i++) {
            out.clear();
            packet.writeNext(out);
        }
        MqttPublishMessage publish = next();
        assertEquals(1, publish.variableHeader().packetId());
        assertEquals(1_000_065_536L, seqOf(publish));
        publish.release();
    }

    private MqttPublishMessage next() {
        EmbeddedChannel channel = new EmbeddedChannel(new MqttDecoder());
        ByteBuf out = Unpooled.buffer();
        packet.writeNext(out);
        channel.writeInbound(out);
        return channel.readInbound();
    }

    private long seqOf(MqttPublishMessage publish) {
        byte[] payload = publish.payload().toString(StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        Decoded decoded = decoder.decode(publish.variableHeader().topicName(), null, null, payload, NOW_MILLIS);
        return assertInstanceOf(Decoded.Messages.class, decoded)
                .messages()
                .get(0)
                .seq();
    }
}
