package io.sluice.gateway.spool;

import io.sluice.gateway.ledger.SpoolLedger;
import io.sluice.gateway.spool.files.SegmentFile;
import io.sluice.model.identity.DeviceId;
import io.sluice.model.message.DeviceMessage;
import io.sluice.model.payload.draft.IdentityStamper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of the spool, as steps that a thread (or a simulation) makes. A step takes everything that waits,
 * writes it, forces it, and only then tells. Identities, counters and the ledger are decided here, in append order. A
 * failed write or force is final: the kernel may have dropped the pages and would report success on a second try.
 */
final class GroupWriter {
    private static final int WRITE_BYTES = 1 << 20;

    /** What a step came to. */
    enum Progress {
        WORKED,
        IDLE,
        /** There is something to write and no room for it. */
        STALLED
    }

    private final SegmentStore store;
    private final AppendQueue queue;
    private final SpoolLedger ledger;
    private final IdentityAssigner identities;
    private final SpoolClock clock;
    private final Commits commits;
    private final Frames frames = new Frames();
    private final RecordOutput out = new RecordOutput(WRITE_BYTES + (1 << 16));
    private final RecordEncoder encoder = new RecordEncoder(out);

    private @Nullable SegmentFile file;
    private long segment;
    private long offset;
    private long forced;
    private List<AppendQueue.Pending> group = List.of();
    private int committed;
    private int written;

    GroupWriter(
            SegmentStore store,
            AppendQueue queue,
            SpoolLedger ledger,
            IdentityAssigner identities,
            SpoolClock clock,
            Commits commits,
            long firstSegment) {
        this.store = store;
        this.queue = queue;
        this.ledger = ledger;
        this.identities = identities;
        this.clock = clock;
        this.commits = commits;
        this.segment = firstSegment - 1;
    }

    Progress step() throws IOException {
        if (written == group.size()) {
            group = queue.takeAll();
            written = 0;
            committed = 0;
        }
        if (group.isEmpty()) {
            return Progress.IDLE;
        }
        long nowMillis = clock.wallMillis();
        while (written < group.size()) {
            AppendQueue.Pending next = group.get(written);
            if (!fits(next.size())) {
                commit();
                if (!roll()) {
                    return Progress.STALLED;
                }
            }
            encode(next.entry(), nowMillis);
            written++;
            if (out.length() >= WRITE_BYTES) {
                flush();
            }
        }
        commit();
        return Progress.WORKED;
    }

    /** How many the last step took. */
    int groupEntries() {
        return group.size();
    }

    private boolean fits(long size) {
        return file != null && offset + out.length() + Frames.HEADER_BYTES + size <= store.segmentBytes();
    }

    private void encode(SpoolEntry entry, long nowMillis) {
        int frame = frames.begin(out);
        encoder.of(entry);
        if (entry instanceof SpoolEntry.Messages messages) {
            encode(messages.messages(), nowMillis);
        } else if (entry instanceof SpoolEntry.Rejected rejected) {
            encode(rejected);
        } else if (entry instanceof SpoolEntry.Death death) {
            int partition = ledger.partitionOf(death.device());
            encoder.death(partition, ledger.nextCounter(partition), nowMillis, death.device());
        } else if (entry instanceof SpoolEntry.Released released) {
            encoder.released(released.exchange(), nowMillis);
        } else if (entry instanceof SpoolEntry.SessionEnded ended) {
            encoder.sessionEnded(ended.session(), nowMillis);
        } else if (entry instanceof SpoolEntry.WillLeft left) {
            encoder.willLeft(left.left(), nowMillis);
        } else if (entry instanceof SpoolEntry.WillEnded) {
            encoder.willEnded(nowMillis);
        }
        frames.end(out, frame);
    }

    private void encode(List<DeviceMessage> messages, long nowMillis) {
        DeviceId device = messages.get(0).device();
        int partition = ledger.partitionOf(device);
        encoder.beginMessages(partition, ledger.nextCounter(partition), nowMillis, device, messages.size());
        for (int i = 0; i < messages.size(); i++) {
            DeviceMessage message = messages.get(i);
            String epoch = message.epoch();
            long seq = message.seq();
            if (message.provenance().identityStamped()) {
                IdentityStamper.Identity identity = identities.next(device);
                epoch = identity.epoch();
                seq = identity.seq();
            }
            encoder.message(message, epoch, seq);
            ledger.append(device, epoch, partition, seq);
        }
    }

    private void encode(SpoolEntry.Rejected entry) {
        DeviceId device = entry.rejection().device();
        int partition = device == null ? 0 : ledger.partitionOf(device);
        encoder.rejected(partition, ledger.nextCounter(partition), entry);
        ledger.appendRejected(partition);
    }

    private void flush() throws IOException {
        open().write(ByteBuffer.wrap(out.array(), 0, out.length()), offset);
        offset += out.length();
        out.clear();
    }

    private void commit() throws IOException {
        if (committed == written) {
            return;
        }
        flush();
        long before = clock.nanos();
        open().force();
        commits.forced(clock.nanos() - before, offset - forced);
        forced = offset;
        List<AppendQueue.Pending> durable = group.subList(committed, written);
        committed = written;
        commits.committed(durable, SpoolPosition.of(segment, offset));
    }

    private boolean roll() throws IOException {
        SegmentFile next = store.roll(segment + 1);
        if (next == null) {
            return false;
        }
        if (file != null) {
            file.close();
        }
        file = next;
        segment++;
        offset = SegmentHeader.BYTES;
        forced = offset;
        return true;
    }

    private SegmentFile open() {
        return Objects.requireNonNull(file);
    }

    /** Closes the segment in use, and the store that it came from. */
    void close() throws IOException {
        if (file != null) {
            file.close();
        }
        store.close();
    }
}
