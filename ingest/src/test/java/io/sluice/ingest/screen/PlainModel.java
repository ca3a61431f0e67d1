package io.sluice.ingest.screen;

import io.sluice.model.batch.CountedMessage;
import io.sluice.model.batch.DeviceBlock;
import io.sluice.model.batch.RejectedMessage;
import io.sluice.model.batch.TelemetryBatch;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.IdentityMix;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.payload.rejection.SeqRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The screen's rules over plain sets that forget nothing. */
final class PlainModel {

    static final class Row {
        final TreeSet<Long> fresh = new TreeSet<>();
        final TreeSet<Long> refused = new TreeSet<>();
        final Map<Long, DeviceMessage> known = new HashMap<>();
        final Map<String, Long> rejected = new HashMap<>();
        long xor;
        long duplicates;
        long conflicts;

        long produced() {
            return Math.max(fresh.isEmpty() ? 0 : fresh.last(), refused.isEmpty() ? 0 : refused.last());
        }

        SortedSet<Long> missing() {
            TreeSet<Long> missing = new TreeSet<>();
            for (long seq = 1; seq <= produced(); seq++) {
                if (!fresh.contains(seq) && !refused.contains(seq)) {
                    missing.add(seq);
                }
            }
            return missing;
        }

        SortedSet<Long> onlyRefused() {
            TreeSet<Long> only = new TreeSet<>(refused);
            only.removeAll(fresh);
            return only;
        }
    }

    final Set<Long> counters = new HashSet<>();
    final Map<String, Row> rows = new HashMap<>();
    final List<DeviceMessage> accepted = new ArrayList<>();
    long repeated;

    void take(TelemetryBatch batch) {
        batch.rejected().forEach(this::take);
        for (DeviceBlock block : batch.blocks()) {
            for (CountedMessage counted : block.messages()) {
                take(block.device(), block.epoch(), counted);
            }
        }
    }

    private void take(RejectedMessage message) {
        if (!counters.add(message.counter())) {
            repeated++;
            return;
        }
        DeviceId device = Objects.requireNonNull(message.device());
        List<SeqRef> readable = message.readable();
        row(device, readable.get(0).epoch()).rejected.merge(message.reason().label(), 1L, Long::sum);
        for (SeqRef ref : readable) {
            row(device, ref.epoch()).refused.add(ref.seq());
        }
    }

    private void take(DeviceId device, String epoch, CountedMessage counted) {
        if (!counters.add(counted.counter())) {
            repeated++;
            return;
        }
        DeviceMessage message = counted.message();
        Row row = row(device, epoch);
        DeviceMessage known = row.known.putIfAbsent(message.seq(), message);
        if (known == null) {
            row.fresh.add(message.seq());
            row.xor ^= IdentityMix.mix(IdentityMix.seed(device, epoch), message.seq());
            accepted.add(message);
        } else if (known.contentHash() == message.contentHash()) {
            row.duplicates++;
        } else {
            row.conflicts++;
        }
    }

    private Row row(DeviceId device, String epoch) {
        return rows.computeIfAbsent(device + "|" + epoch, key -> new Row());
    }
}
