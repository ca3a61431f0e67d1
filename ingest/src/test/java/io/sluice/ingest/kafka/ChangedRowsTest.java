package io.sluice.ingest.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.ingest.TestMessages;
import io.sluice.ingest.ledger.Facts;
import io.sluice.ingest.row.MapRows;
import io.sluice.ingest.row.RowKind;
import io.sluice.ingest.twin.Twin;
import io.sluice.model.ledger.proto.LedgerRecord;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChangedRowsTest {
    private final MapRows store = new MapRows();
    private final Set<String> told = new HashSet<>();
    private final ChangedRows rows = new ChangedRows(store, new Facts(0), new IngestMeters(new SimpleMeterRegistry()));
    private final ChangedRows.Outlet outlet = new ChangedRows.Outlet() {
        @Override
        public void ledger(String key, LedgerRecord record) {}

        @Override
        public void device(String key, byte[] json) {
            told.add(key);
        }
    };

    /** More change each second than a turn has. */
    @Test
    void whatIsDueSinceTheStartIsToldHoweverMuchChanges() {
        for (int i = 0; i < 2_500; i++) {
            store.put(twin("silent-" + i), Twin.from(null).toBytes());
        }
        for (int i = 0; i < 6_000; i++) {
            store.put(twin("busy-" + i), Twin.from(null).toBytes());
        }
        for (int turn = 0; turn < 3; turn++) {
            for (int i = 0; i < 6_000; i++) {
                rows.add(twin("busy-" + i));
            }
            rows.publish(outlet, TestMessages.TS + turn);
        }
        assertEquals(2_500, told.stream().filter(key -> key.contains("silent")).count());
    }

    private static String twin(String device) {
        return RowKind.TWIN.key("plant/" + device);
    }
}
