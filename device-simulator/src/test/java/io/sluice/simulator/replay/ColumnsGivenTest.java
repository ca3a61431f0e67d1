package io.sluice.simulator.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.simulator.replay.Recording.Dialect;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of another shape than those that are known: numbers, headers, and what is no recording. */
class ColumnsGivenTest {
    private static final Dialect COLUMNS = new Dialect(ColumnSpec.parse("ts=0,device=1,seq=2,v=3"), null, null);
    private static final String BOM = "\u00ef\u00bb\u00bf";

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0} is published as {1}")
    @CsvSource({
        "0 1 2, 1 2 3",
        "-5 -3 -3, 1 3 3",
        "0 1 1 7, 1 2 2 8",
        "3 1 2, 3 1 2",
        "7 8 9007199254740991, 7 8 9007199254740991"
    })
    void a_device_that_numbers_from_below_1_is_shifted_to_1(String recorded, String published) throws IOException {
        String rows = Arrays.stream(recorded.split(" "))
                .map(seq -> "1000,p," + seq + ",2.5\n2000,q,5,1\n")
                .collect(Collectors.joining());

        assertEquals(published, seqs("replay/p", rows));
        assertEquals("5", seqs("replay/q", rows).substring(0, 1), "another device keeps its own");
    }

    @ParameterizedTest
    @CsvSource({"9007199254740992, 9007199254740992", "-9007199254740992, -9007199254740992", "1.5, '1.5'"})
    void a_seq_that_is_none_is_named(String seq, String shown) throws IOException {
        assertEquals(
                "x.csv:2: seq must be an integer of at most 2^53 - 1 either way, was '" + shown + "'",
                fault("1,p,1,1\n2,p," + seq + ",1\n"));
    }

    @Test
    void seqs_that_are_too_far_apart_are_named() throws IOException {
        Recording recording = read("1,p,-2,1\n2,p,9007199254740991,1\n");

        RecordingException e = assertThrows(RecordingException.class, () -> Timeline.of(List.of(recording)));
        assertEquals(
                "replay/p: seqs must be less than 2^53 - 1 apart, were from -2 to 9007199254740991", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ts,device,seq,v\n", "\"ts\",\"device\",\"seq\",\"v\"\n", "t\n", ""})
    void a_first_line_without_a_number_is_a_header(String header) throws IOException {
        assertEquals("1 2", seqs("replay/p", header + "1000,p,1,2\n2000,p,2,3\n"));
        assertEquals("1 2", seqs("replay/p", BOM + header + "1000,p,1,2\n2000,p,2,3\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1000,p,1,3x|value must be a number, was '3x'",
                "then,p,1,3|ts must be milliseconds or a date and time, was 'then'",
                "1000,p,x,3|seq must be an integer of at most 2^53 - 1 either way, was 'x'",
                "1000,p,1|line must have column 3, had 3",
                "1000,pu mp,1,3|device must be 1 to 64 characters of [A-Za-z0-9_.:-], was 'pu mp'"
            })
    void a_first_line_with_a_number_is_a_row_as_any_other(String line, String fault) throws IOException {
        assertEquals("x.csv:1: " + fault, fault(line + "\n1000,p,1,2\n"));
        assertEquals("x.csv:2: " + fault, fault("1000,p,1,2\n" + line + "\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-11-24T01:39:05.678Z",
                "2024-11-24T02:39:05.678+01:00",
                "2024-11-23T20:39:05.678-05:00",
                "2024-11-23 20:39:05.678-05:00",
                "2024-11-24T01:39:05.678",
                "1732412345678"
            })
    void a_time_may_have_a_zone_to_either_side(String time) throws IOException {
        assertEquals(1_732_412_345_678L, read(time + ",p,1,2\n").rows().get(0).tsMillis());
    }

    @Test
    void a_row_may_have_its_own_epoch_and_numbers_begin_anew_with_each() throws IOException {
        ColumnSpec counted = ColumnSpec.parse("ts=0,device=1,epoch=2,v=3");
        ColumnSpec numbered = ColumnSpec.parse("ts=0,device=1,epoch=2,seq=3,v=4");

        assertEquals(List.of("a#1", "a#2", "b#1", "a#3"), epochs(counted, "1,p,a,0\n2,p,a,0\n3,p,b,0\n4,p,a,0\n"));
        assertEquals(
                List.of("a#7", "b#1", "b#3"),
                epochs(numbered, "device,ts,epoch,seq,v\n1,p,a,7,0\n2,p,b,0,0\n3,p,b,2,0\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "'',''''''",
        "a b,'''a b'''",
        "x23456789012345678901234567890123,'''x23456789012345678901234567890123'''"
    })
    void an_epoch_that_is_none_is_named(String epoch, String shown) throws IOException {
        Path file = write("x.csv", "1,p,a,0\n2,p," + epoch + ",0\n");
        Dialect dialect = new Dialect(ColumnSpec.parse("ts=0,device=1,epoch=2,v=3"), null, null);

        RecordingException e = assertThrows(RecordingException.class, () -> Recording.read(file, dialect));
        assertEquals("x.csv:2: epoch must be 1 to 32 characters of [A-Za-z0-9_.:-], was " + shown, e.getMessage());
    }

    private List<String> epochs(ColumnSpec columns, String content) throws IOException {
        Recording recording = Recording.read(write("x.csv", content), new Dialect(columns, null, null));
        return Timeline.of(List.of(recording)).stream()
                .map(entry -> entry.row().epoch() + "#" + entry.seq())
                .toList();
    }

    @Test
    void a_known_set_may_begin_with_a_bom() throws IOException {
        Path file = write("nab.csv", BOM + "timestamp,value\n2014-07-01 00:00:00,10844\n");

        assertEquals(1, Recording.read(file, Dialect.KNOWN_SHAPES).rows().size());
    }

    @Test
    void a_long_value_is_cut() throws IOException {
        assertEquals(
                "x.csv:1: value must be a number, was '" + "y".repeat(64) + "…'",
                fault("1000,p,1," + "y".repeat(3_000) + "\n"));
    }

    @Test
    void a_row_without_a_value_is_passed_over() throws IOException {
        assertEquals("1 3", seqs("replay/p", "1000,p,1,2\n2000,p,2,\n3000,p,3,4\n"));
    }

    @Test
    void a_header_alone_is_no_recording() throws IOException {
        Path file = write("x.csv", "ts,device,seq,v\n");

        RecordingException e = assertThrows(RecordingException.class, () -> Recording.read(file, COLUMNS));
        assertEquals(file + ": recording must have a row, had none", e.getMessage());
    }

    @Test
    void a_file_that_is_cut_off_is_named() throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(whole)) {
            zip.write("1000,p,1,2\n".repeat(100).getBytes(StandardCharsets.US_ASCII));
        }
        Path file = Files.write(folder.resolve("x.gz"), Arrays.copyOf(whole.toByteArray(), whole.size() - 12));

        IOException e = assertThrows(IOException.class, () -> Recording.read(file, COLUMNS));
        assertEquals(file + ": Unexpected end of ZLIB input stream", e.getMessage());
    }

    private String seqs(String device, String content) throws IOException {
        return Timeline.of(List.of(read(content))).stream()
                .filter(entry -> entry.device().toString().equals(device))
                .map(entry -> String.valueOf(entry.seq()))
                .collect(Collectors.joining(" "));
    }

    private String fault(String content) {
        return String.valueOf(
                assertThrows(RecordingException.class, () -> read(content)).getMessage());
    }

    private Recording read(String content) throws IOException {
        return Recording.read(write("x.csv", content), COLUMNS);
    }

    private Path write(String name, String content) throws IOException {
        return Files.write(folder.resolve(name), content.getBytes(StandardCharsets.ISO_8859_1));
    }
}
