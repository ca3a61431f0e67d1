package io.sluice.kit.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTest {
    private static final Setting<Duration> WAIT = Setting.duration("wait")
            .defaultsTo(Duration.ofMinutes(90))
            .meaning("wait")
            .build();
    private static final Setting<Long> SIZE =
            Setting.bytes("size").defaultsTo(1536L).meaning("size").build();

    @ParameterizedTest(name = "{0} is {1} ms")
    @CsvSource({"250ms,250", "10s,10000", "15m,900000", "2h,7200000", "7d,604800000", "0ms,0"})
    void durationsAreANumberAndAUnit(String text, long millis) {
        assertEquals(Duration.ofMillis(millis), WAIT.parse(text));
    }

    @ParameterizedTest(name = "\"{0}\" is no duration")
    @ValueSource(strings = {"", "10", "s", "-1s", "1w", "1.5s", "999999999999999999d"})
    void whatIsNoDurationIsRefused(String text) {
        assertNull(WAIT.parse(text));
    }

    @ParameterizedTest(name = "{0} is {1} bytes")
    @CsvSource({"4096,4096", "1B,1", "64KiB,65536", "3 MiB,3145728", "1GiB,1073741824", "2TiB,2199023255552"})
    void bytesAreANumberAndPerhapsAUnit(String text, long bytes) {
        assertEquals(bytes, SIZE.parse(text));
    }

    @ParameterizedTest(name = "\"{0}\" is no number of bytes")
    @ValueSource(strings = {"", "-1", "1KB", "1kib", "9999999999TiB"})
    void whatIsNoNumberOfBytesIsRefused(String text) {
        assertNull(SIZE.parse(text));
    }

    @ParameterizedTest(name = "\"{0}\" is no decimal")
    @ValueSource(strings = {"", "NaN", "Infinity", "1,5", "0x1p3", "1d"})
    void whatIsNoDecimalIsRefused(String text) {
        Setting<Double> share =
                Setting.decimal("share").defaultsTo(0.5).meaning("share").build();

        assertEquals(0.25, share.parse("0.25"));
        assertNull(share.parse(text));
    }

    @Test
    void flagsAreTrueOrFalseAndNothingElse() {
        Setting<Boolean> flag =
                Setting.flag("flag").defaultsTo(false).meaning("flag").build();

        assertEquals(true, flag.parse("true"));
        assertNull(flag.parse("yes"));
        assertEquals("flag must be true or false, was yes", flag.rule().fault("yes"));
    }

    @Test
    void aChoiceNamesItsChoices() {
        Setting<String> format = Setting.oneOf("log.format", "text", "json")
                .defaultsTo("text")
                .meaning("format")
                .build();

        assertEquals("json", format.parse("json"));
        assertNull(format.parse("xml"));
        assertEquals(
                "log.format must be one of text, json, was xml", format.rule().fault("xml"));
    }

    @Test
    void pathsArePaths() {
        Setting<Path> path =
                Setting.path("data.dir").defaultsTo(Path.of("x")).meaning("dir").build();

        assertEquals(Path.of("/a/b"), path.parse("/a/b"));
        assertNull(path.parse("a\0b"));
    }

    @Test
    void aValueIsWrittenInItsLargestWholeUnit() {
        assertEquals("90m", WAIT.defaultText());
        assertEquals("1536", SIZE.defaultText());
        assertEquals(
                "1GiB",
                Setting.bytes("big").defaultsTo(1L << 30).meaning("big").build().defaultText());
    }

    @Test
    void aSettingNeedsADefaultOrToBeOptionalAndAMeaning() {
        assertThrows(
                IllegalStateException.class,
                () -> Setting.text("a").meaning("m").build());
        assertThrows(
                IllegalStateException.class,
                () -> Setting.text("a").defaultsTo("x").optional().meaning("m").build());
        assertThrows(
                IllegalStateException.class, () -> Setting.text("a").optional().build());
        assertThrows(IllegalArgumentException.class, () -> Setting.text("A.b"));
    }

    @Test
    void aDefaultKeepsItsOwnBounds() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Setting.integer("n")
                        .between(1, 2)
                        .defaultsTo(3)
                        .meaning("m")
                        .build());
    }
}
