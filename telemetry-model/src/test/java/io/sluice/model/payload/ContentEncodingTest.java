package io.sluice.model.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import io.sluice.model.payload.draft.IdentityStamper;
import io.sluice.model.payload.draft.PayloadLimits;
import io.sluice.model.payload.rejection.RejectReason;
import io.sluice.model.payload.rejection.SeqRef;
import io.sluice.model.payload.sparkplug.Sparkplugged;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentEncodingTest {
    private static final long NOW = 1_732_412_345_678L;
    private static final byte[] PLAIN =
            "{\"epoch\":\"e\",\"seq\":5,\"values\":{\"t\":21.4}}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] REFUSED = "{\"epoch\":\"e\",\"seq\":5,\"t\":NaN}".getBytes(StandardCharsets.UTF_8);

    private final PayloadDecoder decoder =
            new PayloadDecoder(PayloadLimits.defaults(), device -> new IdentityStamper.Identity("gw", 1));

    private static byte[] packed(String encoding, byte[] plain) {
        return encoding.trim().equalsIgnoreCase("gzip") ? Packed.gzip(plain) : Zstd.compress(plain);
    }

    private Decoded decode(@Nullable String encoding, byte[] payload) {
        return decoder.decode("telemetry/s/d", null, encoding, payload, NOW);
    }

    private Decoded.Rejected refused(@Nullable String encoding, byte[] payload) {
        return assertInstanceOf(Decoded.Rejected.class, decode(encoding, payload));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd", " GZIP "})
    void aCompressedPayloadIsReadAsIfItWereNot(String encoding) {
        Decoded.Messages taken = assertInstanceOf(Decoded.Messages.class, decode(encoding, packed(encoding, PLAIN)));

        assertEquals(5, taken.messages().get(0).seq());
        assertEquals(21.4, taken.messages().get(0).number(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void whatIsRefusedInsideStillTellsItsIdentity(String encoding) {
        Decoded.Rejected rejected = refused(encoding, packed(encoding, REFUSED));

        assertEquals(RejectReason.NOT_FINITE, rejected.reason());
        assertEquals(List.of(new SeqRef("e", 5)), rejected.readable());
    }

    @Test
    void whatFailsAReaderIsRefused() {
        PayloadDecoder broken = new PayloadDecoder(PayloadLimits.defaults(), device -> {
            throw new IllegalStateException("no more");
        });
        Decoded.Rejected rejected = assertInstanceOf(
                Decoded.Rejected.class,
                broken.decode("telemetry/s/d", null, null, "{\"t\":1}".getBytes(StandardCharsets.UTF_8), NOW));

        assertEquals(RejectReason.NOT_PARSABLE, rejected.reason());
        assertEquals(
                "payload must be readable, failed its reader: 'java.lang.IllegalStateException: no more'",
                rejected.detail());
    }

    /** The JDK's reader goes a call deeper for each. */
    @ParameterizedTest(name = "behind {0} bytes")
    @ValueSource(ints = {0, 500})
    void manyMembersAreRefusedLikeASecondOne(int first) {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.writeBytes(packed("gzip", new byte[first]));
        byte[] empty = packed("gzip", new byte[0]);
        for (int i = 0; i < 12_000; i++) {
            members.writeBytes(empty);
        }
        assertEquals(
                "payload must be gzip, was not: 'bytes follow its end'",
                refused("gzip", members.toByteArray()).detail());
    }

    @Test
    void whatEndsTooSoonIsSaidToDoSo() {
        byte[] whole = packed("gzip", PLAIN);
        assertEquals(
                "payload must be gzip, was not: 'it ends too soon'",
                refused("gzip", Arrays.copyOf(whole, 5)).detail());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void noCutIsTakenForTheWhole(String encoding) {
        byte[] whole = packed(encoding, PLAIN);
        for (int length = 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertEquals(RejectReason.NOT_PARSABLE, refused(encoding, cut).reason(), "cut at " + length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void bytesAfterTheEndAreRefused(String encoding) {
        byte[] whole = packed(encoding, PLAIN);
        for (int more = 1; more < 20; more++) {
            byte[] longer = Arrays.copyOf(whole, whole.length + more);
            Arrays.fill(longer, whole.length, longer.length, (byte) 7);
            assertEquals(RejectReason.NOT_PARSABLE, refused(encoding, longer).reason(), "and " + more + " more");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void bytesThatAreNotCompressedAreRefusedByName(String encoding) {
        String detail = refused(encoding, PLAIN).detail();

        assertTrue(detail.startsWith("payload must be " + encoding + ", was not: '"), detail);
    }

    @ParameterizedTest
    @CsvSource({"gzip, 1048576", "zstd, 1048576", "gzip, 200000", "zstd, 200000"})
    void aBombIsRefusedBeforeItGrows(String encoding, int size) {
        byte[] spaces = new byte[size];
        Arrays.fill(spaces, (byte) ' ');
        byte[] bomb = packed(encoding, spaces);

        Decoded.Rejected rejected = refused(encoding, bomb);

        assertEquals(RejectReason.TOO_LARGE, rejected.reason());
        assertEquals(
                "payload must be <= " + Math.max(4096, 20 * bomb.length) + " bytes (at most 262144, and 20 times its "
                        + bomb.length + " compressed ones), was more",
                rejected.detail());
    }

    @Test
    void aShortPayloadMayCompressWell() {
        byte[] spaced = Arrays.copyOf(PLAIN, 4096);
        Arrays.fill(spaced, PLAIN.length, 4096, (byte) ' ');

        assertInstanceOf(Decoded.Messages.class, decode("zstd", Zstd.compress(spaced)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void whereNobodyNamesItTheFirstBytesTell(String encoding) {
        Decoded.Messages taken = assertInstanceOf(Decoded.Messages.class, decode(null, packed(encoding, PLAIN)));
        assertEquals(5, taken.messages().get(0).seq());

        Decoded.Rejected rejected = refused(null, packed(encoding, REFUSED));
        assertEquals(RejectReason.NOT_FINITE, rejected.reason());
        assertEquals(List.of(new SeqRef("e", 5)), rejected.readable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void whatIsNamedIsWhatIsUndone(String encoding) {
        byte[] packed = packed(encoding, PLAIN);

        for (String named : List.of("identity", "", encoding.equals("gzip") ? "zstd" : "gzip")) {
            assertEquals(RejectReason.NOT_PARSABLE, refused(named, packed).reason(), named);
        }
    }

    @ParameterizedTest(name = "{0} in {1}, said to be {2}")
    @CsvSource({"gzip, gzip,", "zstd, gzip,", "gzip, zstd,", "zstd, zstd,", "gzip, gzip, gzip", "zstd, zstd, zstd"})
    void whatIsCompressedTwiceIsNotRead(String inner, String outer, @Nullable String named) {
        byte[] once = packed(inner, PLAIN);

        assertEquals(refused("identity", once), refused(named, packed(outer, once)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void aBombThatNobodyNamedIsRefusedAsOneIsThatIsNamed(String encoding) {
        byte[] bomb = packed(encoding, new byte[1 << 20]);

        assertEquals(refused(encoding, bomb), refused(null, bomb));
        assertEquals(RejectReason.TOO_LARGE, refused(null, bomb).reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void aCutThatStillTellsIsRefusedByName(String encoding) {
        byte[] cut = Arrays.copyOf(packed(encoding, PLAIN), 12);

        String detail = refused(null, cut).detail();
        assertTrue(detail.startsWith("payload must be " + encoding + ", was not: '"), detail);
        for (int length = 0; length < 3; length++) {
            assertEquals(
                    RejectReason.NOT_PARSABLE,
                    refused(null, Arrays.copyOf(cut, length)).reason());
        }
    }

    @Test
    void onATopicOfSparkplugOrOfAMetricItIsTheSame() {
        byte[] six = Sparkplugged.payload(Sparkplugged.named("t", 3).setIntValue(6));
        for (String encoding : List.of("gzip", "zstd")) {
            for (Decoded decoded : List.of(
                    decoder.decode("spBv1.0/g/NDATA/n", null, null, packed(encoding, six), NOW),
                    decoder.decode("telemetry/s/d/t", null, null, packed(encoding, new byte[] {'6'}), NOW))) {
                assertEquals("{t=6.0}", Decoding.values(Decoding.taken(decoded).get(0)));
            }
        }
    }
}
