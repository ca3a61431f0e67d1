package io.sluice.api.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sluice.api.history.NamePattern;
import io.sluice.api.history.SeriesFilter;
import io.sluice.api.json.JsonBytes;
import io.sluice.model.ledger.proto.DeviceAppended;
import io.sluice.model.ledger.proto.DeviceScreened;
import io.sluice.model.ledger.proto.LedgerRecord;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A device that is named in full is looked up; what is said of it is what a search would have found. */
class LedgerOfOneDeviceTest {
    private static final long T0 = 1_732_412_345_000L;

    private final LedgerBook book = new LedgerBook(4);

    @Test
    void itIsToldAsIfItHadBeenFound() {
        told("plant-1", "pump-7", 10);
        told("plant-1", "pump-8", 20);
        told("plant-2", "pump-7", 40);
        told("plant 1", "pump-7", 80); // of no device
        assertEquals(totals("plant-1", "pump-7*"), totals("plant-1", "pump-7"));
        assertEquals(totals("plant-3", "pump-7*"), totals("plant-3", "pump-7"));
        assertEquals(totals("plant-1", "pump 7*"), totals("plant-1", "pump 7"));
        assertTrue(totals("plant-1", "pump-7").contains("\"new\":10,"));
    }

    /** Looking at a device allocates; so this tells how many were looked at, whatever the machine's pace. */
    @Test
    void allTheOthersAreNotLookedAt() {
        for (int i = 0; i < 20_000; i++) {
            told("plant-1", "pump-" + i, 1);
        }
        SeriesFilter one = filter("plant-1", "pump-7");
        book.totals(one, T0);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        book.totals(one, T0);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(bytes < 20_000, "bytes " + bytes);
    }

    private String totals(String site, String device) {
        JsonBytes json = new JsonBytes();
        LedgerJson.write(json, book.totals(filter(site, device), T0));
        return json.toString();
    }

    private static SeriesFilter filter(String site, String device) {
        return new SeriesFilter(List.of(NamePattern.parse(site)), List.of(NamePattern.parse(device)), List.of());
    }

    private void told(String site, String device, long messages) {
        apply(LedgerRecord.newBuilder()
                .setDeviceAppended(DeviceAppended.newBuilder()
                        .setSite(site)
                        .setDevice(device)
                        .setEpoch("e")
                        .setAppended(messages)));
        apply(LedgerRecord.newBuilder()
                .setDeviceScreened(DeviceScreened.newBuilder()
                        .setSite(site)
                        .setDevice(device)
                        .setEpoch("e")
                        .setNewMessages(messages)));
    }

    private void apply(LedgerRecord.Builder record) {
        book.apply(record.setWriter("gw").build(), T0);
    }
}
