package io.sluice.launcher.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.launcher.verify.PublicLedger.Wills;
import io.sluice.model.identity.DeviceId;
import io.sluice.simulator.oracle.EpochId;
import io.sluice.simulator.oracle.FleetHistory;
import io.sluice.simulator.oracle.ObservedRow;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublicLedgerTest {
    private static final DeviceId DEVICE = DeviceId.of("a", "b");

    private final FleetHistory truth = new FleetHistory();
    private PublicFace face;

    @BeforeEach
    void open() throws Exception {
        face = new PublicFace();
    }

    @AfterEach
    void close() {
        face.close();
    }

    @Test
    void a_row_is_what_was_counted_late_and_missing_under_an_epoch() throws Exception {
        say("""
                {"site":"a","device":"b","epoch":"e0","produced":46,"counted":40,"late":2,"missing":4,
                "missingRanges":[{"from":7,"to":9},{"from":12,"to":12}]}""");

        assertEquals(
                List.of(new ObservedRow(
                        new EpochId(DEVICE, "e0"),
                        46,
                        40,
                        2,
                        4,
                        List.of(new ObservedRow.Range(7, 9), new ObservedRow.Range(12, 12)))),
                ask().rows());
    }

    @Test
    void a_row_without_a_figure_is_no_row() {
        say("{\"site\":\"a\",\"device\":\"b\",\"epoch\":\"e0\",\"produced\":40,\"counted\":40}");

        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, this::ask);
        assertEquals("ledger must have an integer late, was ", refused.getMessage());
    }

    @Test
    void wills_are_what_the_ledger_has_under_their_epochs() throws Exception {
        truth.boot(DEVICE, "e0");
        truth.will(DEVICE, "w1", 0);
        truth.will(DEVICE, "w2", 0);
        truth.will(DEVICE, "w3", 0).kept();
        truth.died(DEVICE, 0, 0);
        DeviceId alike = DeviceId.of("a", "alike");
        truth.will(alike, "w3", 0);
        truth.died(alike, 0, 0);
        say("""
                {"site":"a","device":"b","epoch":"e0","produced":1,"counted":40,"late":2,"missing":0},
                {"site":"a","device":"b","epoch":"w1","produced":1,"counted":1,"late":0,"missing":0},
                {"site":"a","device":"b","epoch":"w3","produced":1,"counted":0,"late":1,"missing":0},
                {"site":"a","device":"alike","epoch":"w3","produced":1,"counted":1,"late":0,"missing":0}""");

        assertEquals(new Wills(3, 1), ask().wills(truth));
    }

    @Test
    void a_site_is_the_sum_of_its_devices() throws Exception {
        truth.boot(DEVICE, "e0");
        say("""
                {"site":"a","device":"b","epoch":"e0","produced":0,"counted":0,"late":0,"missing":0}],
                "sites":[{"site":"a","produced":0,"counted":1,"late":0,"missing":0},
                {"site":"b","produced":0,"counted":0,"late":1,"missing":0}""");

        assertEquals(
                List.of(
                        "ledger a by=site: must be Site[produced=0, counted=0, late=0, missing=0] as its devices say,"
                                + " was Site[produced=0, counted=1, late=0, missing=0]",
                        "ledger b by=site: must be Site[produced=0, counted=0, late=0, missing=0] as its devices say,"
                                + " was Site[produced=0, counted=0, late=1, missing=0]"),
                ask().compare(truth).stream()
                        .map(found -> found.kind().label() + " " + found.device() + " " + found.where() + ": "
                                + found.detail())
                        .toList());
    }

    private void say(String rows) {
        face.says(
                "/api/v1/ledger",
                "{\"produced\":0,\"counted\":0,\"late\":0,\"duplicates\":0,\"missing\":0,\"inFlight\":0,\"residue\":0,"
                        + "\"devices\":[" + rows + "]}");
    }

    private PublicLedger ask() throws Exception {
        return PublicLedger.ask(new PublicJson(face.url()));
    }
}
