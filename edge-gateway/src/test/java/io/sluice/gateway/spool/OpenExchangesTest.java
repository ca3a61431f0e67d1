package io.sluice.gateway.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.model.identity.DeviceId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exchanges of QoS 2 in the spool: what is open is never more and never less than what is durable says. */
final class OpenExchangesTest {
    private static final DeviceId PUMP = DeviceId.of("plant", "pump");

    private final SmallSpool small = new SmallSpool();

    private List<Exchange> foundAfterACrash() throws IOException {
        return small.afterACrash().openExchanges();
    }

    private static Exchange exchange(int packetId) {
        return new Exchange("keeper", 2, packetId, packetId * 31L, (byte) 0);
    }

    private static SpoolEntry opening(Exchange exchange) {
        return new SpoolEntry.Messages(List.of(Entries.message(PUMP, "e1", exchange.packetId())), exchange, 0);
    }

    @Test
    void anExchangeIsOpenOnceItsPublishIsDurableAndUntilItsRelease() throws IOException {
        Spool spool = small.open();
        spool.tryAppend(opening(exchange(7)), "token");
        assertEquals(List.of(), spool.openExchanges());
        spool.step();
        assertEquals(List.of(exchange(7)), spool.openExchanges());
        assertEquals(List.of(exchange(7)), foundAfterACrash());
        SmallSpool.write(spool, new SpoolEntry.Released(exchange(7)));
        assertEquals(List.of(), spool.openExchanges());
        assertEquals(List.of(), foundAfterACrash());
    }

    @Test
    void theEndOfASessionClosesAllOfIt() throws IOException {
        Spool spool = small.open();
        Exchange other = new Exchange("other", 2, 7, 1, (byte) 0);
        SmallSpool.write(spool, opening(exchange(7)), opening(exchange(8)), opening(other));
        SmallSpool.write(spool, new SpoolEntry.SessionEnded("keeper"));
        assertFalse(spool.hasOpenExchange("keeper"));
        assertEquals(List.of(other), foundAfterACrash());
    }

    @Test
    void aLateReleaseOfOtherContentReleasesNothing() throws IOException {
        Spool spool = small.open();
        SmallSpool.write(
                spool, opening(exchange(7)), new SpoolEntry.Released(new Exchange("keeper", 2, 7, 5, (byte) 0)));
        assertEquals(List.of(exchange(7)), foundAfterACrash());
    }

    @Test
    void drainAndLedgerSeeNothingOfReleases() throws IOException {
        Spool spool = small.open();
        SmallSpool.write(spool, opening(exchange(7)), new SpoolEntry.Released(exchange(7)), opening(exchange(8)));
        List<Long> counters = new ArrayList<>();
        try (SpoolReader reader = spool.reader(SpoolPosition.of(0, SegmentHeader.BYTES))) {
            for (SpoolRecord record = reader.next(); record != null; record = reader.next()) {
                counters.add(record.firstCounter());
            }
            assertEquals(spool.durablePosition(), reader.position());
        }
        assertEquals(List.of(0L, 1L), counters);
        SmallSpool.write(spool, new SpoolEntry.Released(exchange(8)));
        SmallSpool.write(small.open(), opening(exchange(9)));
    }

    @Test
    void whatIsOpenOutlivesTheSegmentThatItWasOpenedIn() throws IOException {
        Spool spool = small.open();
        SmallSpool.write(spool, opening(exchange(7)), opening(exchange(8)), new SpoolEntry.Released(exchange(8)));
        small.outliveFirstSegment(spool, PUMP);
        assertEquals(List.of(exchange(7)), foundAfterACrash());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void afterACrashAtAnyStepNothingIsOpenThatWasNotDurableAndNothingDurableIsLost(int seed) throws IOException {
        Random random = new Random(seed);
        Spool spool = small.open();
        small.files.crashAfter(20 + random.nextInt(60));
        SpoolKeeper keeper = small.keeper(spool, 1);
        List<Exchange> durable = List.of();
        List<Exchange> attempted = List.of();
        try {
            for (int i = 0; i < 500; i++) {
                Exchange exchange = exchange(1 + random.nextInt(5));
                boolean isRelease = random.nextBoolean();
                spool.tryAppend(isRelease ? new SpoolEntry.Released(exchange) : opening(exchange), "token");
                attempted = new ArrayList<>(durable);
                attempted.remove(exchange);
                if (!isRelease) {
                    attempted.add(exchange);
                }
                if (spool.step() && spool.failure() != null) {
                    break;
                }
                durable = attempted;
                small.clock.pass(Duration.ofSeconds(2));
                spool.step();
                keeper.tick(spool.startMark());
            }
        } catch (MemoryFiles.Crash crash) {
            attempted = durable; // the keeper's step crashed: all that was appended is durable
        }
        List<Integer> found = ids(foundAfterACrash());
        assertTrue(
                found.equals(ids(durable)) || found.equals(ids(attempted)), () -> "seed " + seed + ": found " + found);
    }

    private static List<Integer> ids(List<Exchange> exchanges) {
        return exchanges.stream().map(Exchange::packetId).sorted().toList();
    }

    @Test
    void theSessionThatWasQuietLongestIsForgottenFirstWhereThereAreTooMany() {
        OpenExchanges few = new OpenExchanges(3);
        for (int i = 1; i <= 4; i++) {
            few.durable(opening(new Exchange("s" + i, 2, 1, 1, (byte) 0)), i);
        }
        assertFalse(few.isAnyOf("s1"));
        assertEquals(3, few.all().size());
    }

    @Test
    void whatIsOlderThanASessionMayBeIsNotKept() {
        OpenExchanges open = new OpenExchanges(10);
        open.durable(opening(exchange(7)), 1_000);
        assertEquals(1, open.keep(1_000 + OpenExchanges.KEEP_MILLIS).size());
        assertEquals(0, open.keep(1_001 + OpenExchanges.KEEP_MILLIS).size());
        assertEquals(List.of(), open.all());
    }

    @Test
    void recordsAreWrittenAsTheseBytes() throws CorruptSpoolException {
        RecordOutput out = new RecordOutput(8);
        RecordEncoder encoder = new RecordEncoder(out);
        Exchange exchange = new Exchange("s", 2, 300, 0x0102030405060708L, (byte) 0x99);
        encoder.released(exchange, 1_700_000_000_000L);
        assertEquals(
                "01" // version
                        + "03" // released
                        + "0000" // no partition, no counter
                        + "0000018bcfe56800" // appended at 1700000000000
                        + "0173" // session s
                        + "ac02" // packet id 300
                        + "0102030405060708" // content hash
                        + "99", // reason
                HexFormat.of().formatHex(out.toByteArray()));
        RecordDecoder decoder = new RecordDecoder();
        assertEquals(
                new SpoolRecord.Released(1_700_000_000_000L, exchange), decoder.decode(out.array(), 0, out.length()));
        out.clear();
        encoder.sessionEnded("s", 5);
        assertEquals("0104000000000000000000050173", HexFormat.of().formatHex(out.toByteArray()));
        assertEquals(new SpoolRecord.SessionEnded(5, "s"), decoder.decode(out.array(), 0, out.length()));
        out.clear();
        SpoolEntry.Rejected plain = Entries.rejected(null, "x");
        SpoolEntry.Rejected entry = new SpoolEntry.Rejected(
                plain.rejection(), plain.topic(), plain.payload(), plain.atMillis(), exchange, 0);
        encoder.of(entry);
        encoder.rejected(0, 1, entry);
        assertEquals(
                "0112" // refused, and an exchange begins
                        + "0173ac02010203040506070899",
                HexFormat.of().formatHex(out.toByteArray(), 0, 15));
        SpoolRecord.Rejected back = (SpoolRecord.Rejected) decoder.decode(out.array(), 0, out.length());
        assertEquals(exchange, back.opens());
        for (int length = 0; length < out.length(); length++) {
            int cut = length;
            assertThrows(CorruptSpoolException.class, () -> decoder.decode(out.array(), 0, cut), "cut at " + cut);
        }
    }
}
