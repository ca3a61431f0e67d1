package io.sluice.api.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.api.JsonTree;
import io.sluice.api.history.NamePattern;
import io.sluice.api.history.SeriesFilter;
import io.sluice.api.json.JsonBytes;
import io.sluice.model.ledger.proto.DeviceAppended;
import io.sluice.model.ledger.proto.DeviceCounted;
import io.sluice.model.ledger.proto.DeviceScreened;
import io.sluice.model.ledger.proto.LedgerRecord;
import io.sluice.model.ledger.proto.SeqRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A row a site says what the question about that site alone would be answered. */
class LedgerBySiteTest {
    private static final long T0 = 1_732_412_345_000L;

    private final LedgerBook book = new LedgerBook(4);

    @BeforeEach
    void threeDevicesOfTwoSites() {
        screened("plant-2", "fan-1", "a", 5);
        screened("plant-1", "pump-7", "a", 10);
        counted("plant-1", "pump-7", "a", 8);
        screened("plant-1", "pump-7", "b", 20);
        screened("plant-1", "pump-8", "a", 40);
    }

    @Test
    void itsTermsAreThoseOfAllItsDevicesAndEpochs() {
        List<Map<String, Object>> sites = sites(SeriesFilter.ALL);
        assertEquals(
                List.of("plant-1", "plant-2"),
                sites.stream().map(site -> site.get("site")).toList());
        assertEquals(
                List.of(70L, 5L), sites.stream().map(site -> site.get("new")).toList());
        for (Map<String, Object> site : sites) {
            Map<String, Object> terms = new LinkedHashMap<>(site);
            String name = String.valueOf(terms.remove("site"));
            assertEquals(whole(filter(name, "*")).toString(), terms.toString());
        }
    }

    @Test
    void itIsOfTheDevicesThatMatch() {
        List<Map<String, Object>> sites = sites(filter("*", "pump-8"));
        assertEquals(1, sites.size());
        assertEquals(40L, sites.get(0).get("new"));
    }

    private List<Map<String, Object>> sites(SeriesFilter filter) {
        String json = JsonTree.text(LedgerJson.bySite(book.totals(filter, T0), book.sites(filter, T0)));
        return JsonTree.array(JsonTree.at(JsonTree.parse(json), "sites"));
    }

    private Map<String, Object> whole(SeriesFilter filter) {
        JsonBytes json = new JsonBytes();
        LedgerJson.write(json, book.totals(filter, T0));
        return JsonTree.object(json.toString());
    }

    private static SeriesFilter filter(String site, String device) {
        return new SeriesFilter(List.of(NamePattern.parse(site)), List.of(NamePattern.parse(device)), List.of());
    }

    private void screened(String site, String device, String epoch, long messages) {
        apply(LedgerRecord.newBuilder()
                .setDeviceAppended(DeviceAppended.newBuilder()
                        .setSite(site)
                        .setDevice(device)
                        .setEpoch(epoch)
                        .setAppended(messages)));
        apply(LedgerRecord.newBuilder()
                .setDeviceScreened(DeviceScreened.newBuilder()
                        .setSite(site)
                        .setDevice(device)
                        .setEpoch(epoch)
                        .setNewMessages(messages)
                        .setProduced(messages + 1)
                        .setMissing(1)
                        .addMissingRanges(SeqRange.newBuilder().setFrom(2).setTo(2))));
    }

    private void counted(String site, String device, String epoch, long messages) {
        apply(LedgerRecord.newBuilder()
                .setDeviceCounted(DeviceCounted.newBuilder()
                        .setSite(site)
                        .setDevice(device)
                        .setEpoch(epoch)
                        .setPosition(messages)
                        .setCounted(messages - 1)));
    }

    private void apply(LedgerRecord.Builder record) {
        book.apply(record.setWriter("gw").build(), T0);
    }
}
