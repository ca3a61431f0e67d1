package io.sluice.launcher.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.ledger.LedgerBook;
import io.sluice.launcher.figures.FakePace;
import io.sluice.launcher.figures.Rest;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.rollup.Tier;
import io.sluice.simulator.FleetOptions;
import io.sluice.simulator.JudgedFleet;
import io.sluice.simulator.mqtt.BrokerAddress;
import io.sluice.simulator.oracle.BootHistory;
import io.sluice.simulator.oracle.Finding;
import io.sluice.simulator.oracle.Outcome;
import io.sluice.simulator.oracle.WillHistory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of a device that spoke twice: something just now, and something that is late for every tier. */
class JudgementTest {
    private static final long LATE_MILLIS = Duration.ofHours(25).toMillis();
    private static final Duration DEATHS_NOTICED_WITHIN = Duration.ofSeconds(50);

    private final FakePace pace = new FakePace();
    private final Instant started = Instant.now();

    /** Of no window that has ended. */
    private final long newestTs = started.toEpochMilli() + 3_600_000;

    private final AtomicLong now = new AtomicLong(started.toEpochMilli());

    private PublicFace face;
    private JudgedFleet fleet;
    private PublicWindows windows;
    private StreamWatches streams;
    private DeviceId device;

    @BeforeEach
    void open() throws Exception {
        face = new PublicFace();
        face.says("/api/v1/series", "{\"series\":[]}");
        face.says("/api/v1/stream", "event: snapshot\ndata: []\n\n");
        openWith(Outcome.ACKED);
    }

    /** What became of both messages. */
    private void openWith(Outcome outcome) throws Exception {
        fleet = new JudgedFleet(
                FleetOptions.of("judged", 1, BrokerAddress.parse("mqtt://127.0.0.1:1"), 7), Clock.systemUTC());
        windows = new PublicWindows(new PublicJson(face.url()), started);
        streams = new StreamWatches(face.url(), windows, fleet.history(), () -> started);
        device = fleet.history().devices().get(0);
        BootHistory boot = fleet.history().boot(device, "e1");
        boot.settle(boot.append(newestTs), outcome);
        boot.settle(boot.append(started.toEpochMilli() - LATE_MILLIS), outcome);
        face.says("/api/v1/devices", devices(true));
    }

    @AfterEach
    void close() {
        streams.close();
        fleet.close();
        face.close();
    }

    @Test
    void what_is_late_for_every_tier_and_in_the_ledger_is_right() throws Exception {
        face.says("/api/v1/ledger", ledger(1, 1));

        assertEquals(List.of(), reach());
    }

    @Test
    void what_is_late_for_every_tier_and_lost_is_found() throws Exception {
        face.says("/api/v1/ledger", ledger(1, 0));

        assertEquals(
                List.of(
                        "ledger " + device + " e1 counted + late must be from 2 acknowledged to 2 with those"
                                + " unanswered, was 1 + 0",
                        "ledger *  counted + late must be from 2 acknowledged to 2 with those unanswered, was 1 + 0"),
                reach());
    }

    @Test
    void what_is_late_for_every_tier_and_counted_twice_is_found() throws Exception {
        face.says("/api/v1/ledger", ledger(1, 2));

        assertEquals(
                List.of(
                        "ledger " + device + " e1 counted + late must be from 2 acknowledged to 2 with those"
                                + " unanswered, was 1 + 2",
                        "ledger *  counted + late must be from 2 acknowledged to 2 with those unanswered, was 1 + 2"),
                reach());
    }

    @Test
    void what_was_refused_though_nothing_is_wrong_with_it_is_found() throws Exception {
        BootHistory next = fleet.history().boot(device, "e2");
        next.settle(next.append(newestTs), Outcome.REFUSED);
        face.says("/api/v1/ledger", ledger(1, 1));

        assertEquals(
                List.of("wrongly-refused " + device + " e2 was refused, though nothing is wrong with it"), reach());
    }

    @Test
    void what_ends_while_an_answer_is_on_its_way_is_not_missed_in_it() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        face.says("/api/v1/series", () -> {
            // Of each tier the device is asked for, its site and the fleet.
            int askedThisLook = asked.getAndIncrement() % (3 * Tier.values().length);
            boolean isLast = askedThisLook == 3 * (Tier.values().length - 1);
            now.addAndGet(isLast ? Duration.ofHours(3).toMillis() : 0);
            return "{\"series\":[]}";
        });
        face.says("/api/v1/ledger", () -> {
            now.set(started.toEpochMilli());
            return ledger(1, 1);
        });

        assertEquals(List.of(), reach());
    }

    @Test
    void a_metric_that_nobody_says_is_found() throws Exception {
        face.says("/api/v1/series", "{\"series\":[{\"metric\":\"levle\",\"points\":[]}]}");
        face.says("/api/v1/ledger", ledger(1, 1));

        assertEquals(
                List.of("unexplained " + device + "  nobody says such a metric, only [level, flow]"),
                reach().stream().distinct().toList());
    }

    @Test
    void nothing_is_accepted_before_the_ledger_is_at_rest() throws Exception {
        face.says("/api/v1/ledger", ledger(1, 1));

        assertEquals(List.of(), reach());
        assertEquals(Rest.LONG_ENOUGH, pace.passed());
    }

    @Test
    void a_residue_that_shows_only_once_all_is_at_rest_is_found() throws Exception {
        face.says("/api/v1/ledger", () -> {
            boolean isShown = pace.passed().toMillis() >= LedgerBook.SETTLE_MILLIS;
            return isShown ? ledger(1, 1).replace("\"residue\":0", "\"residue\":1") : ledger(1, 1);
        });

        assertEquals(List.of("ledger *  must be 0, was 1"), reach());
    }

    @Test
    void a_ledger_that_never_rests_is_found() throws Exception {
        face.says(
                "/api/v1/ledger",
                () -> ledger(1, 1)
                        .replace(
                                "\"duplicates\":0",
                                "\"duplicates\":" + pace.passed().toSeconds()));

        assertEquals(List.of("ledger *  must be the same for 12 s, was not within 60 s"), reach());
    }

    /** Its will is seen at the devices before the ledger tells of it. */
    @Test
    void a_death_that_is_noticed_late_has_the_ledger_looked_at_again() throws Exception {
        WillHistory will = fleet.history().will(device, "w1", newestTs);
        will.kept();
        fleet.history().died(device, newestTs, newestTs);
        Duration noticed = Duration.ofSeconds(30);
        face.says("/api/v1/devices", () -> devices(pace.passed().compareTo(noticed) < 0));
        face.says("/api/v1/ledger", () -> pace.passed().compareTo(noticed) <= 0 ? ledger(1, 1) : ledgerWithWill());

        assertEquals(List.of(), reach(DEATHS_NOTICED_WITHIN));
    }

    /** Of a device that lives, by a gateway that takes its last connection for broken. */
    @Test
    void a_death_that_is_none_is_found_though_it_is_said_late() throws Exception {
        Duration said = Duration.ofSeconds(30);
        face.says("/api/v1/devices", () -> devices(pace.passed().compareTo(said) < 0));
        face.says("/api/v1/ledger", ledger(1, 1));

        assertEquals(List.of("not-alive " + device + "  has spoken since it died at 5"), reach(DEATHS_NOTICED_WITHIN));
    }

    @Test
    void what_is_wrong_at_rest_is_looked_at_again() throws Exception {
        Duration right = Rest.LONG_ENOUGH.plusSeconds(5);
        face.says("/api/v1/devices", () -> devices(pace.passed().compareTo(right) >= 0));
        face.says("/api/v1/ledger", ledger(1, 1));

        assertEquals(List.of(), reach());
    }

    /** Wrong at rest, then moving, then wrong at rest again until shortly after. */
    @Test
    void after_it_has_moved_it_is_looked_at_again_as_often() throws Exception {
        Duration right = Rest.LONG_ENOUGH.multipliedBy(2).plusSeconds(14);
        face.says("/api/v1/devices", () -> devices(pace.passed().compareTo(right) >= 0));
        face.says("/api/v1/ledger", () -> {
            boolean hasMoved = pace.passed().compareTo(Rest.LONG_ENOUGH.plusSeconds(8)) > 0;
            return ledger(1, 1).replace("\"duplicates\":0", "\"duplicates\":" + (hasMoved ? 1 : 0));
        });

        assertEquals(List.of(), reach());
    }

    @Test
    void a_window_that_is_told_twice_is_found() throws Exception {
        long start = Tier.H1.windowStart(started.toEpochMilli() - 3 * 3_600_000);
        String point = "{\"start\":" + start + ",\"count\":0,\"sum\":0,\"identities\":\"0\",\"revision\":0}";
        face.says("/api/v1/series", "{\"series\":[{\"metric\":\"level\",\"points\":[" + point + "," + point + "]}]}");
        face.says("/api/v1/ledger", ledger(1, 1));

        assertTrue(reach().contains("unexplained " + device + "  told twice in one answer"));
    }

    @Test
    void a_run_in_which_nothing_was_acknowledged_shows_nothing() throws Exception {
        streams.close();
        fleet.close();
        openWith(Outcome.UNKNOWN);
        face.says("/api/v1/ledger", ledger(1, 1));

        assertEquals(List.of("stuck *  something must be acknowledged, nothing was"), reach());
    }

    private List<String> reach() throws Exception {
        return reach(Duration.ZERO);
    }

    private List<String> reach(Duration deathsNoticedWithin) throws Exception {
        return new Judgement(
                        new FacedSubject(face.url(), Set.of()),
                        fleet,
                        streams,
                        windows,
                        deathsNoticedWithin,
                        pace,
                        () -> Instant.ofEpochMilli(now.get()))
                .reach(Duration.ofMinutes(1)).list().stream()
                        .map(JudgementTest::line)
                        .toList();
    }

    private static String line(Finding finding) {
        return finding.kind().label() + " " + finding.device() + " " + finding.epoch() + " " + finding.detail();
    }

    private String devices(boolean isAlive) {
        return "{\"devices\":[{" + place() + ",\"alive\":" + isAlive + ",\"diedAt\":5}]}";
    }

    private String place() {
        return "\"site\":\"" + device.site() + "\",\"device\":\"" + device.device() + "\"";
    }

    private String ledgerWithWill() {
        return ledger(figures(3, 2, 1), row("e1", figures(2, 1, 1)) + "," + row("w1", figures(1, 1, 0)));
    }

    /** Balanced as far as the ledger itself can tell. */
    private String ledger(long counted, long late) {
        String figures = figures(2, counted, late);
        return ledger(figures, row("e1", figures));
    }

    private String ledger(String figures, String rows) {
        return "{" + figures + ",\"devices\":[" + rows + "],\"sites\":[{\"site\":\"" + device.site() + "\"," + figures
                + "}]}";
    }

    private String row(String epoch, String figures) {
        return "{" + place() + ",\"epoch\":\"" + epoch + "\"," + figures + "}";
    }

    private static String figures(long produced, long counted, long late) {
        return "\"produced\":" + produced + ",\"counted\":" + counted + ",\"late\":" + late
                + ",\"duplicates\":0,\"missing\":0,\"inFlight\":0,\"residue\":0";
    }
}
