package io.sluice.gateway;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sluice.gateway.batch.BatchObserver;
import io.sluice.gateway.batch.DrainOptions;
import io.sluice.gateway.batch.SpoolDrain;
import io.sluice.gateway.kafka.KafkaSink;
import io.sluice.gateway.kafka.LedgerPublisher;
import io.sluice.gateway.kafka.TopicCheck;
import io.sluice.gateway.ledger.LedgerBook;
import io.sluice.gateway.spool.CommitListener;
import io.sluice.gateway.spool.Entries;
import io.sluice.gateway.spool.ManualClock;
import io.sluice.gateway.spool.MemoryFiles;
import io.sluice.gateway.spool.Spool;
import io.sluice.gateway.spool.SpoolObserver;
import io.sluice.gateway.spool.SpoolOptions;
import io.sluice.model.batch.TelemetryBatchCodec;
import io.sluice.model.identity.DeviceId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

final class SpoolUpkeepTest {
    private static final int SEGMENT_BYTES = 4_096;

    private final MemoryFiles files = new MemoryFiles();
    private final LedgerBook book = new LedgerBook();
    private final KafkaSink sink = new KafkaSink(
            () -> new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()),
            () -> new TopicCheck.Answer.Away("not in this test"),
            "telemetry.batches",
            "spool");

    private static final class NoOne implements CommitListener {
        @Override
        public void committed(List<Object> tokens) {}

        @Override
        public void failed(Throwable cause) {
            throw new AssertionError(cause);
        }
    }

    /** So full that the next segment is to be made ahead of its use. */
    private Spool halfFull() throws IOException {
        Spool spool = Spool.open(
                files,
                new SpoolOptions(1, SEGMENT_BYTES, 4 * SEGMENT_BYTES, 1 << 20),
                SpoolObserver.NONE,
                book,
                new ManualClock(),
                new Random(1));
        spool.onCommit(new NoOne());
        for (int i = 0; i < 30; i++) {
            spool.tryAppend(Entries.rejected(DeviceId.of("plant", "pump"), "broken"), i);
        }
        spool.step();
        return spool;
    }

    @Test
    void anErrorOfTheJvmIsToldAndTheNextRoundDoesWhatThisOneCouldNot() throws IOException {
        Spool spool = halfFull();
        SpoolDrain drain = new SpoolDrain(
                spool,
                sink,
                TelemetryBatchCodec::encode,
                DrainOptions.withLinger(Duration.ZERO, 1 << 20),
                BatchObserver.NONE);
        SpoolUpkeep upkeep = new SpoolUpkeep(
                spool.keeper(book, 1_000_000_000L),
                drain,
                book,
                sink,
                new LedgerPublisher(book, sink, "telemetry.ledger"));
        files.exhaustMemory(true);
        upkeep.start();
        await().untilAsserted(() -> assertEquals(
                "the spool's small files cannot be kept: java.lang.OutOfMemoryError: Cannot reserve direct buffer memory",
                upkeep.fault()));
        assertEquals(SEGMENT_BYTES, spool.bytes(), "what could not be made takes no room");

        files.exhaustMemory(false);

        await().untilAsserted(() -> assertEquals(2 * SEGMENT_BYTES, spool.bytes()));
        await().untilAsserted(() -> assertNull(upkeep.fault()));
        upkeep.close();
        spool.close();
    }
}
