package io.sluice.ingest.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RecentContentTest {
    private static final HexFormat HEX = HexFormat.of();

    /** Rows outlive the program that wrote them. */
    @Test
    void aRowIsWrittenInTheseBytesAndReadBack() {
        RecentContent recent = RecentContent.from(null);
        recent.isCopy(1);
        recent.isCopy(2, 3, 4);
        String bytes = "02" // version
                + "01" + "0100000000000000" // came alone: hash 1
                + "01" + "0200000000000000" // came with others: hash 2
                + "01" + "0300000000000000" + "0400000000000000"; // a publish: content 3, first at place 4

        assertEquals(bytes, HEX.formatHex(recent.toBytes()));
        assertEquals(
                bytes, HEX.formatHex(RecentContent.from(HEX.parseHex(bytes)).toBytes()));
    }

    @Test
    void aRowOfTheFirstVersionIsStillKnown() {
        RecentContent recent = RecentContent.from(HEX.parseHex("01" + "02" + "0100000000000000" + "0200000000000000"));

        assertTrue(recent.isCopy(1));
        assertTrue(recent.isCopy(2));
        assertFalse(recent.isCopy(3));
    }

    @Test
    void thePublishBeforeTheLast256IsForgotten() {
        RecentContent recent = RecentContent.from(null);
        for (int i = 0; i <= RecentPublishes.KEPT; i++) {
            recent.isCopy(1_000 + i, i, i);
        }

        assertFalse(recent.isCopy(0, 0, -1), "forgotten, and its message, too");
        assertTrue(recent.isCopy(0, RecentPublishes.KEPT, -1), "by its content, whatever the message");
    }
}
