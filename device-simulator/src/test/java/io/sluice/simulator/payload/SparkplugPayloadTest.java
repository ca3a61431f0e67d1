package io.sluice.simulator.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparkplugPayloadTest {
    private static final Measurement MEASURED =
            new Measurement(5, "e", 1, List.of(new Reading("t", 1.0), new Reading("on", true), new Reading("m", "x")));

    private static String hex(byte[] payload) {
        return HexFormat.of().formatHex(payload);
    }

    @Test
    void data_names_metrics_by_their_aliases() {
        assertEquals(
                "0805" // timestamp 5
                        + "120d" + "1000" + "1805" + "69000000000000f03f" // alias 0, timestamp 5, Double 1
                        + "1206" + "1001" + "1805" + "7001" // alias 1, timestamp 5, true
                        + "1207" + "1002" + "1805" + "7a0178", // alias 2, timestamp 5, "x"
                hex(PayloadFormat.SPARKPLUG.write(List.of(MEASURED))));
    }

    @Test
    void a_nodes_birth_says_what_all_of_it_is_and_which_session_begins() {
        assertEquals(
                "0805"
                        + "1212" + "0a0174" + "1000" + "1805" + "200a" + "69000000000000f03f" // "t" is alias 0, Double
                        + "120c" + "0a026f6e" + "1001" + "1805" + "200b" + "7001" // "on" is alias 1, Boolean
                        + "120c" + "0a016d" + "1002" + "1805" + "200c" + "7a0178" // "m" is alias 2, String
                        + "120d" + "0a056264536571" + "1805" + "2004" + "5802" // "bdSeq", Int64, 2
                        + "121c" + "0a144e6f646520436f6e74726f6c2f52656269727468" // "Node Control/Rebirth",
                        + "1805" + "200b" + "7000", // Boolean, false
                hex(SparkplugPayload.nodeBirth(2, MEASURED)));
    }

    @Test
    void a_devices_birth_says_nothing_of_sessions() {
        assertEquals(
                "0805"
                        + "1212" + "0a0174" + "1000" + "1805" + "200a" + "69000000000000f03f"
                        + "120c" + "0a026f6e" + "1001" + "1805" + "200b" + "7001"
                        + "120c" + "0a016d" + "1002" + "1805" + "200c" + "7a0178",
                hex(SparkplugPayload.deviceBirth(MEASURED)));
    }

    @Test
    void a_devices_death_says_when() {
        assertEquals("0805", hex(SparkplugPayload.deviceDeath(5)));
    }

    @Test
    void a_nodes_death_says_which_session_has_ended() {
        assertEquals(
                "120c" + "0a056264536571" + "2004" + "58ff01", // "bdSeq", Int64, 255
                hex(SparkplugPayload.nodeDeath(255)));
    }

    @Test
    void a_number_is_added_as_the_last_field() {
        assertEquals("0805" + "1800", hex(SparkplugPayload.numbered(new byte[] {8, 5}, 0)));
        assertEquals("0805" + "18ff01", hex(SparkplugPayload.numbered(new byte[] {8, 5}, 255)));
    }
}
