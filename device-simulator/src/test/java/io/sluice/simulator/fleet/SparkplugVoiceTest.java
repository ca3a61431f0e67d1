package io.sluice.simulator.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.payload.Decoded;
import io.sluice.model.payload.PayloadDecoder;
import io.sluice.model.payload.draft.IdentityStamper;
import io.sluice.model.payload.draft.PayloadLimits;
import io.sluice.model.payload.proto.SparkplugPayloadRecord;
import io.sluice.model.payload.sparkplug.SparkplugRebirth;
import io.sluice.simulator.mqtt.Publication;
import io.sluice.simulator.payload.Measurement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What nodes say, as the gateway's own decoder understands it. */
class SparkplugVoiceTest {
    private static final long TS = 1_732_412_345_000L;

    private final PayloadDecoder decoder =
            new PayloadDecoder(PayloadLimits.defaults(), device -> new IdentityStamper.Identity("gateway", 1));
    private final SimulatedDevice node = device("node-003");
    private final SimulatedDevice behind = device("plc-004:motor");

    private static SimulatedDevice device(String name) {
        return Scenario.named("src/test/resources/formats.yaml").devices(5, 1).stream()
                .filter(device -> device.id().equals(DeviceId.of("formats", name)))
                .findFirst()
                .orElseThrow();
    }

    private static DeviceVoice connected(SimulatedDevice device) {
        DeviceVoice voice = device.voice();
        voice.shows(device.id(), measurement(device, 0));
        assertNotNull(voice.will());
        return voice;
    }

    private static Measurement measurement(SimulatedDevice device, int seq) {
        return new Measurement(TS + seq, "e", seq, device.readings(seq * 100.0));
    }

    private static Publication data(SimulatedDevice device, DeviceVoice voice, int seq) {
        return voice.worded(device.publication(List.of(measurement(device, seq))));
    }

    /** {@code site/device: metrics}, or why it is refused. */
    private String heard(Publication said) {
        Decoded decoded = decoder.decode(said.topic(), said.contentType(), null, said.payload(), TS);
        if (decoded instanceof Decoded.Died died) {
            return "died: " + died.devices();
        }
        if (decoded instanceof Decoded.Rejected rejected) {
            return rejected.reason().label();
        }
        return ((Decoded.Messages) decoded)
                .messages().stream().map(SparkplugVoiceTest::shown).collect(Collectors.joining(" and "));
    }

    private static String shown(DeviceMessage message) {
        return message.device() + ": "
                + IntStream.range(0, message.size()).mapToObj(message::metric).toList();
    }

    private static long number(Publication said) throws Exception {
        SparkplugPayloadRecord payload = SparkplugPayloadRecord.parseFrom(said.payload());
        return payload.hasSeq() ? payload.getSeq() : -1;
    }

    @Test
    void aNodeIsBornAndThenSaysByAliasWhatItMeasures() {
        DeviceVoice voice = connected(node);

        assertEquals("birth-missing", heard(data(node, voice, 1)));
        assertEquals(
                List.of("formats/node-003: [level, running, bdSeq]"),
                voice.greeting().stream().map(voice::worded).map(this::heard).toList());
        assertEquals("formats/node-003: [level, running]", heard(data(node, voice, 1)));
    }

    @Test
    void aDeviceBehindANodeIsBornAfterIt() {
        DeviceVoice voice = connected(behind);

        assertEquals(
                List.of("formats/plc-004: [bdSeq]", "formats/plc-004:motor: [speed, state]"),
                voice.greeting().stream().map(voice::worded).map(this::heard).toList());
        assertEquals("formats/plc-004:motor: [speed, state]", heard(data(behind, voice, 1)));
    }

    @Test
    void aBirthIsAtQosZeroAndSaysWhatTheDeviceShowsNow() {
        DeviceVoice voice = connected(node);
        voice.shows(node.id(), measurement(node, 9));

        Publication birth = voice.greeting().get(0);
        assertEquals(0, birth.qos());
        Decoded.Messages decoded = (Decoded.Messages) decoder.decode(birth.topic(), null, null, birth.payload(), TS);
        assertEquals(TS + 9, decoded.messages().get(0).tsMillis());
    }

    @Test
    void messagesAreNumberedFromEachBirthOnAndFromZeroAgainAfter255() throws Exception {
        DeviceVoice voice = connected(behind);
        for (int life = 0; life < 2; life++) {
            List<Publication> births =
                    voice.greeting().stream().map(voice::worded).toList();
            assertEquals(0, number(births.get(0)));
            assertEquals(1, number(births.get(1)));
            assertEquals(2, number(data(behind, voice, 1)));
        }
        for (int seq = 3; seq < 256; seq++) {
            data(behind, voice, seq);
        }
        assertEquals(0, number(data(behind, voice, 256)));
    }

    @Test
    void eachConnectionIsASessionWhoseDeathIsThatOfItsBirth() throws Exception {
        DeviceVoice voice = connected(behind);
        voice.greeting().forEach(birth -> heard(voice.worded(birth)));
        Publication will = voice.will();
        assertNotNull(will);

        assertEquals("spBv1.0/formats/NDEATH/plc-004", will.topic());
        assertEquals(1, will.qos());
        assertEquals(-1, number(will));
        assertEquals("stale-death", heard(will));
        voice.greeting().forEach(birth -> heard(voice.worded(birth)));
        assertEquals("died: [formats/plc-004, formats/plc-004:motor]", heard(will));
    }

    @Test
    void itIsBornAgainWhereTheCommandAsksForThat() {
        DeviceVoice voice = connected(behind);

        assertEquals("spBv1.0/formats/NCMD/plc-004", voice.commands());
        assertEquals(2, voice.reply(SparkplugRebirth.payload(TS)).size());
        assertEquals(List.of(), voice.reply(new byte[] {8, 5}));
        assertEquals(List.of(), voice.reply(new byte[] {'{'}));
    }
}
