package io.sluice.api.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.TestRollups;
import io.sluice.api.history.SeriesFilter;
import io.sluice.api.history.SeriesQuery.Grouping;
import io.sluice.model.rollup.Tier;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
    private static final long NOW = 1_732_412_345_678L;
    private static final String[] KNOWN = {"site", "device", "metric", "tier", "from", "maxPoints", "by", "frame"};

    @Test
    void listsComeWithCommasOrByRepetitionEncodedOrNot() {
        for (String query : List.of("site=a,b", "site=a&site=b", "site=a%2Cb", "site=%61,b")) {
            SeriesFilter filter = parse(query).filter();
            assertTrue(filter.matches(TestRollups.series("a", "x", "m")), query);
            assertTrue(filter.matches(TestRollups.series("b", "x", "m")), query);
            assertFalse(filter.matches(TestRollups.series("c", "x", "m")), query);
        }
    }

    @Test
    void aStarAtTheEndIsAnyRest() {
        SeriesFilter filter = parse("device=pump-*&metric=*").filter();
        assertTrue(filter.matches(TestRollups.series("a", "pump-7", "m")));
        assertFalse(filter.matches(TestRollups.series("a", "fan-1", "m")));
    }

    @Test
    void aMetricMayHoldAnythingPrintable() {
        assertTrue(parse("metric=oil+%C2%B0C%2Fmin").filter().matches(TestRollups.series("a", "b", "oil °C/min")));
    }

    /** As the gateway counts: a character beyond the 65,536 first is one, though it takes two places in a string. */
    @Test
    void aMetricMayHave128CharactersWhateverTheyAre() {
        String longest = "\ud83c\udf21".repeat(128);

        assertTrue(
                parse("metric=" + "%F0%9F%8C%A1".repeat(128)).filter().matches(TestRollups.series("a", "b", longest)));
        assertThrows(
                RequestFault.class,
                () -> parse("metric=x" + "%F0%9F%8C%A1".repeat(128)).filter());
        assertThrows(
                RequestFault.class, () -> parse("metric=" + "x".repeat(129)).filter());
    }

    @Test
    void noQueryAndEmptyValuesAreNoFilter() {
        assertEquals(SeriesFilter.ALL, Parameters.parse(null).filter());
        assertEquals(SeriesFilter.ALL, parse("site=&device=&metric=").filter());
        assertEquals(Optional.empty(), parse("tier=").tier());
        assertEquals(OptionalInt.empty(), parse("maxPoints").integer("maxPoints", 1, 10));
        assertEquals(Grouping.DEVICE, parse("").by());
    }

    @Test
    void namedValuesAreRead() {
        assertEquals(Optional.of(Tier.S10), parse("tier=10s").tier());
        assertEquals(Grouping.FLEET, parse("by=fleet").by());
        assertEquals(OptionalInt.of(7), parse("maxPoints=7").integer("maxPoints", 1, 10));
        assertEquals(500, parse("frame=500").oneOf("frame", 250, List.of(250, 500)));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"site=a&", "&site=a", "site=a&&frame=250", "&&site=a&&"})
    void anEmptyPairIsNone(String query) {
        assertEquals(parse("site=a").filter(), parse(query).filter());
    }

    @Test
    void aQueryOfEmptyPairsIsNone() {
        assertEquals(SeriesFilter.ALL, parse("&&").filter());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "1732412345678, 1732412345678",
        "0, 0",
        "-15m, 1732411445678",
        "-1500ms, 1732412344178",
        "-1d, 1732325945678",
        "9999999999999999, 9999999999999999",
        "-999999999d, -86398267501254322",
        "0001-01-01T00:00:00Z, -62135596800000",
        "2024-11-24T01:39:05Z, 1732412345000",
        "2024-11-24T01:39:05.678Z, 1732412345678",
        "2024-11-24T02:39:05+01:00, 1732412345000",
        "2024-11-24T02:39:05%2B01:00, 1732412345000"
    })
    void timesAreMillisecondsIsoOrAWayBack(String text, long millis) {
        assertEquals(OptionalLong.of(millis), parse("from=" + text).time("from", NOW));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "colour=red | parameter must be one of site, device, metric, tier, from, maxPoints, by, frame, was colour",
                "Site=a | parameter must be one of site, device, metric, tier, from, maxPoints, by, frame, was Site",
                "=a | parameter must be one of site, device, metric, tier, from, maxPoints, by, frame, was empty",
                "site=a b | site must be ids of [A-Za-z0-9_.:-], * only at the end, was a b",
                "site=a, | site must be ids of [A-Za-z0-9_.:-], * only at the end, was empty",
                "site=*a | site must be without * except at the end, was *a",
                "device=a** | device must be without * except at the end, was a**",
                "device=a/b | device must be ids of [A-Za-z0-9_.:-], * only at the end, was a/b",
                "metric=a%23 | metric must be 1 to 128 printable characters without # and +, was a#",
                "metric=a%0a | metric must be 1 to 128 printable characters without # and +, was a?",
                "metric=%zz | URL must be percent-encoded UTF-8, was %zz",
                "metric=%c3%28 | URL must be percent-encoded UTF-8, was %c3%28",
                "metric=% | URL must be percent-encoded UTF-8, was %",
                "tier=5s | tier must be one of 1s, 10s, 1m, 1h, was 5s",
                "tier=1s&tier=1m | tier must be given once, was 1s and 1m",
                "by=metric | by must be one of device, site, fleet, was metric",
                "from=yesterday | from must be milliseconds since 1970, ISO-8601 with a zone, or like -15m, was yesterday",
                "from=2024-11-24T01:39:05 | from must be milliseconds since 1970, ISO-8601 with a zone, or like -15m, was 2024-11-24T01:39:05",
                "from=-15 | from must be milliseconds since 1970, ISO-8601 with a zone, or like -15m, was -15",
                "from=99999999999999999999 | from must be milliseconds since 1970, ISO-8601 with a zone, or like -15m, was 99999999999999999999",
                "from=-292275055-05-17T00:00:00Z | from must be within three million years of 1970, was -292275055-05-17T00:00:00Z",
                "from=+292278993-05-17T00:00:00Z | from must be within three million years of 1970, was  292278993-05-17T00:00:00Z",
                "maxPoints=0 | maxPoints must be a whole number from 1 to 10, was 0",
                "maxPoints=11 | maxPoints must be a whole number from 1 to 10, was 11",
                "maxPoints=1e3 | maxPoints must be a whole number from 1 to 10, was 1e3",
                "maxPoints=99999999999 | maxPoints must be a whole number from 1 to 10, was 99999999999",
                "frame=251 | frame must be one of 250, 500, was 251"
            })
    void aFaultNamesTheThingTheRuleAndTheValue(String query, String message) {
        RequestFault fault = assertThrows(RequestFault.class, () -> readAll(parse(query)));
        assertEquals(message, fault.getMessage());
        assertEquals(400, fault.status());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"site", "device", "metric"})
    void aListHasAtMost256Names(String name) {
        String list = name + "=a" + ",b".repeat(255);
        assertFalse(parse(list).filter().matches(TestRollups.series("c", "c", "c")));
        for (String query : List.of(list + ",c", list + "&" + name + "=c")) {
            RequestFault fault =
                    assertThrows(RequestFault.class, () -> parse(query).filter());
            assertEquals(name + " must be at most 256 names, was 257", fault.getMessage());
            assertEquals(name, fault.parameter());
            assertEquals(400, fault.status());
        }
    }

    @Test
    void aLongValueIsShownShort() {
        RequestFault fault = assertThrows(
                RequestFault.class, () -> parse("tier=" + "x".repeat(5_000)).tier());
        assertEquals("tier must be one of 1s, 10s, 1m, 1h, was " + "x".repeat(100) + "…", fault.getMessage());
    }

    private static void readAll(Parameters parameters) {
        parameters.filter();
        parameters.tier();
        parameters.by();
        parameters.time("from", NOW);
        parameters.integer("maxPoints", 1, 10);
        parameters.oneOf("frame", 250, List.of(250, 500));
    }

    private static Parameters parse(String query) {
        return Parameters.parse(query.replace("a b", "a+b"), KNOWN);
    }
}
