package io.sluice.gateway.bridge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ReadablePacketsTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final int MAX = 100_000;

    private static String cleaned(String packet) throws IOException {
        byte[] sent = HEX.parseHex(packet.replace(" ", ""));
        return HEX.formatHex(new ReadablePackets(new ByteArrayInputStream(sent), MAX).readAllBytes());
    }

    private static void assertCleaned(String expected, String packet) throws IOException {
        assertEquals(expected.replace(" ", ""), cleaned(packet));
    }

    private static void assertUntouched(String packet) throws IOException {
        assertCleaned(packet, packet);
    }

    @Test
    void in_a_topic_each_byte_of_what_paho_does_not_read_is_a_hash() throws IOException {
        String before = "32 0f"; // PUBLISH at QoS 1 of 15 bytes
        String after = "0001 00 01ff"; // packet id 1, no properties, payload 01 ff
        assertCleaned(before + "0008 6123237823236223" + after, before + "0008 610a7f78c2856209" + after);
        assertCleaned(before + "0008 23232361ed9fbf23" + after, before + "0008 efb79061ed9fbf1f" + after); // U+FDD0
        assertCleaned(before + "0008 2323232361efbfbd" + after, before + "0008 f09fbfbf61efbfbd" + after); // U+1FFFF
        assertCleaned(before + "0008 616261c2a0232323" + after, before + "0008 616261c2a0efbfbe" + after); // U+FFFE
    }

    @Test
    void of_properties_the_texts_are_cleaned_and_the_numbers_are_not() throws IOException {
        String before = "30 24 0001 61 1e" // PUBLISH at QoS 0 of 36 bytes, topic a, 30 bytes of properties
                + "01 01" // payload format
                + "02 0000000a" // message expiry
                + "0b 8101" // subscription identifier
                + "23 0001" // topic alias
                + "09 0002 0a0b"; // correlation data
        String rest = "03 0002"; // content type
        assertCleaned(
                before + rest + "6123 26 0001 23 0001 23" + "0a0a", before + rest + "6109 26 0001 0a 0001 0d" + "0a0a");
    }

    @Test
    void correlation_data_that_paho_takes_for_negative_is_a_property_of_the_same_length() throws IOException {
        String packet = "30 89 80 02 0001 61 83 80 02"; // 32,777 bytes, of which 32,771 are properties
        assertCleaned(packet + "26 7ffe" + "23".repeat(32_766) + "0000", packet + "09 8000" + "0a".repeat(32_768));
    }

    @Test
    void other_packets_pass_whatever_they_hold() throws IOException {
        assertUntouched("20 03 00 00 00" + "90 04 0001 00 01" + "d0 00" + "e0 06 8b 04 1f 0001 0a");
    }

    @Test
    void another_packet_that_announces_more_than_any_broker_says_ends_the_connection() {
        IOException thrown = assertThrows(IOException.class, () -> cleaned("90 ff ff ff 7f 00"));
        assertEquals("packet other than PUBLISH must be <= 131072 bytes, was 268435460", thrown.getMessage());
    }

    @Test
    void what_is_cut_short_or_none_of_mqtts_is_left_to_paho() throws IOException {
        assertUntouched("");
        assertUntouched("32");
        assertUntouched("32 ff");
        assertUntouched("32 7f 0009 61");
        assertUntouched("32 ff ff ff ff ff 61");
        assertUntouched("30 02 0009");
        assertUntouched("30 04 0001 61 09");
        assertUntouched("30 07 0001 61 03 03 00ff");
        assertUntouched("30 06 0001 61 02 7f 01");
    }

    @Test
    void a_publish_that_is_far_too_long_is_cut_to_one_byte_of_payload_too_many_and_has_no_properties()
            throws IOException {
        String head = "0001 61 0001"; // topic a, packet id 1
        String payload = "0102".repeat(150_000);
        String next = "d0 00";
        assertCleaned(
                "32 a7 8d 06" + head + "00" + payload.substring(0, 2 * (MAX + 1)) + next, // 100,007 bytes
                "32 e9 a7 12" + head + "03 03 0000" + payload + next); // 300,009 bytes
    }

    @Test
    void properties_may_be_longer_than_all_that_is_kept() throws IOException {
        String cut = cleaned("32 c9 cf 24" + "0001 61 0001" + "c0cf24" + "26 0000 0000".repeat(120_000) + "01");
        assertTrue(cut.startsWith("32a78d06" + "0001610001" + "00"), () -> cut.substring(0, 60));
        assertEquals(4 + 100_007, cut.length() / 2);
    }

    @Test
    void packets_of_any_length_pass_in_any_pieces_and_a_timeout_between_them_loses_nothing() throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (int length : new int[] {0, 1, 127, 128, 16_383, 16_384, 70_000, MAX + (1 << 17) - 100}) {
            sent.writeBytes(ScriptedBroker.publish(length + 1, "telemetry/plant/pump", "\n".repeat(length)));
        }
        assertArrayEquals(sent.toByteArray(), readHesitatingly(sent.toByteArray()));
    }

    @Test
    void a_timeout_while_a_publish_is_cut_loses_nothing_of_the_next() throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        sent.writeBytes(ScriptedBroker.publish(1, "telemetry/plant/pump", "x".repeat(4 * MAX)));
        byte[] next = ScriptedBroker.publish(2, "telemetry/plant/pump", "{}");
        sent.writeBytes(next);
        byte[] received = readHesitatingly(sent.toByteArray());
        assertArrayEquals(next, Arrays.copyOfRange(received, received.length - next.length, received.length));
        assertEquals(next.length + MAX + 30, received.length); // a head of 29 bytes, and one byte too many
    }

    private static byte[] readHesitatingly(byte[] sent) throws IOException {
        InputStream packets = new ReadablePackets(new Hesitating(sent), MAX);
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        byte[] buffer = new byte[1000];
        for (int count = 0; count >= 0; ) {
            try {
                count = packets.read(buffer, 0, buffer.length);
                received.write(buffer, 0, Math.max(count, 0));
            } catch (SocketTimeoutException e) {
                // as Paho does: again
            }
        }
        return received.toByteArray();
    }

    /** Gives a few bytes at a time, and a timeout after each. */
    private static final class Hesitating extends InputStream {
        private final InputStream in;
        private boolean isTired;

        private Hesitating(byte[] bytes) {
            in = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("must be read in pieces");
        }

        @Override
        public int read(byte[] out, int from, int length) throws IOException {
            isTired = !isTired;
            if (isTired) {
                throw new SocketTimeoutException();
            }
            return in.read(out, from, Math.min(length, 997));
        }
    }
}
