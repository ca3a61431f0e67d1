package io.sluice.simulator.replay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.simulator.replay.Recording.Dialect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingTest {
    @TempDir
    Path folder;

    @Test
    void ulbHasDecimalCommasAndANoBreakSpaceInThousands() throws IOException {
        Recording recording = read("R3.txt", "1163497985546 20 1\u00a0000 21,21 2,68 52,11 22,14 1\u00a0041 42\n");

        assertEquals("ulb", recording.site());
        assertTrue(recording.sharedClock());
        RecordedRow row = recording.rows().get(0);
        assertEquals("20", row.device());
        assertEquals(1000, row.seq());
        assertEquals(1_163_497_985_546L, row.tsMillis());
        assertArrayEquals(
                new String[] {"internal-temperature", "internal-voltage", "humidity", "temperature", "par", "tsr"},
                row.metrics());
        assertArrayEquals(new double[] {21.21, 2.68, 52.11, 22.14, 1041, 42}, row.values());
    }

    @Test
    void skabNamesItsMetricsInTheHeader() throws IOException {
        Recording recording = read(
                "0.csv",
                "datetime;Accelerometer1RMS;Volume Flow RateRMS;anomaly\r\n2020-03-09 10:14:33;0.0265878;32.0;0.0\r\n");

        assertEquals("skab", recording.site());
        RecordedRow row = recording.rows().get(0);
        assertEquals(folder.getFileName() + "-0", row.device());
        assertNull(row.seq());
        assertEquals(1_583_748_873_000L, row.tsMillis());
        assertArrayEquals(new String[] {"Accelerometer1RMS", "Volume Flow RateRMS", "anomaly"}, row.metrics());
        assertArrayEquals(new double[] {0.0265878, 32, 0}, row.values());
    }

    @Test
    void occupancyHasAColumnMoreThanItsHeader() throws IOException {
        Recording recording = read(
                "datatest.txt", "\"date\",\"Temperature\",\"Humidity\"\n\"140\",\"2015-02-02 14:19:00\",23.7,26.272\n");

        RecordedRow row = recording.rows().get(0);
        assertEquals("datatest", row.device());
        assertEquals(1_422_886_740_000L, row.tsMillis());
        assertArrayEquals(new double[] {23.7, 26.272}, row.values());
    }

    @Test
    void suthaharanCountsFiveSecondSteps() throws IOException {
        Recording recording =
                read("data.csv", "reading,mote_id,indoor,humidity,temperature,label\n3,2,1,45.9,27.96,0\n");

        RecordedRow row = recording.rows().get(0);
        assertEquals("2", row.device());
        assertEquals(3, row.seq());
        assertEquals(15_000, row.tsMillis());
        assertArrayEquals(new double[] {1, 45.9, 27.96, 0}, row.values());
    }

    @Test
    void anUnknownFileIsReadByTheColumnsGiven() throws IOException {
        Path file = write("mine.tsv", "when|who|t\n2024-11-24T01:39:05.678Z|pump|21,5\n2024-11-24T01:39:06Z|pump|\n");
        Dialect dialect = new Dialect(ColumnSpec.parse("ts=0,device=1,temperature=2"), '|', ',');

        Recording recording = Recording.read(file, dialect);

        assertEquals(2, recording.rows().size());
        assertEquals(1_732_412_345_678L, recording.rows().get(0).tsMillis());
        assertArrayEquals(new double[] {21.5}, recording.rows().get(0).values());
        assertEquals(0, recording.rows().get(1).values().length, "an empty cell is no reading");
    }

    @Test
    void anUnknownShapeIsNamed() throws IOException {
        Path file = write("x.csv", "hello\n");

        RecordingException e = assertThrows(RecordingException.class, () -> Recording.read(file, Dialect.KNOWN_SHAPES));
        assertEquals(
                file + ": recording must have a known shape, or columns given for it; had neither", e.getMessage());
    }

    @Test
    void aBrokenLineIsNamed() throws IOException {
        Path file = write("x.csv", "timestamp,value\n2014-07-01 00:00:00,10844\n2014-07-01 00:30:00\n");

        RecordingException e = assertThrows(RecordingException.class, () -> Recording.read(file, Dialect.KNOWN_SHAPES));
        assertEquals("x.csv:3: line must have column 1, had 1", e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"ReadMe.txt.gz,true", "LICENSE.gz,true", "R1.txt.gz,false", "data.csv,false"})
    void aNoteBesideASetIsNoRecording(String name, boolean note) {
        assertEquals(note, Recording.isNote(Path.of("set", name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "temperature=1", "ts", "ts=x", "ts=0,a#=1", "ts=0,ts=1", "ts=0,"})
    void columnsThatAreNoneAreRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> ColumnSpec.parse(text));
    }

    @Test
    void aDeviceNameIsMadeOfTheFilesName() {
        assertEquals("art_daily", Recording.deviceName(Path.of("x", "art_daily.csv.gz")));
        assertEquals("valve1-12", Recording.deviceName(Path.of("valve1", "12.csv.gz")));
        assertFalse(Recording.deviceName(Path.of("x", "ä b.csv")).contains(" "));
    }

    private Recording read(String name, String content) throws IOException {
        return Recording.read(write(name, content), Dialect.KNOWN_SHAPES);
    }

    private Path write(String name, String content) throws IOException {
        return Files.write(folder.resolve(name), content.getBytes(StandardCharsets.ISO_8859_1));
    }
}
