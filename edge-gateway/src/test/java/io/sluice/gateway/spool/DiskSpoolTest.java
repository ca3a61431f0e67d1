package io.sluice.gateway.spool;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.gateway.ledger.LedgerBook;
import io.sluice.gateway.spool.files.DiskFiles;
import io.sluice.gateway.spool.files.SpoolFiles;
import io.sluice.model.identity.DeviceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The spool over a real folder, with its thread and several appending ones. */
final class DiskSpoolTest {
    private static final SpoolOptions OPTIONS = new SpoolOptions(4, 1 << 20, 512L << 20, 32 << 10);
    private static final int DEVICES = 3;

    @TempDir
    Path folder;

    private final long[] acked = new long[DEVICES];
    private final ConcurrentHashMap<Integer, Long> ackedByDevice = new ConcurrentHashMap<>();

    private record Token(int device, long seq) {}

    private final class Acks implements CommitListener {
        @Override
        public void committed(List<Object> tokens) {
            for (Object each : tokens) {
                Token token = (Token) each;
                assertEquals(++acked[token.device], token.seq);
                ackedByDevice.put(token.device, token.seq);
            }
        }

        @Override
        public void failed(Throwable cause) {
            throw new AssertionError(cause);
        }
    }

    private static Spool open(SpoolFiles files) throws IOException {
        return Spool.open(
                files, OPTIONS, SpoolObserver.NONE, new LedgerBook(), SpoolClock.of(Clock.systemUTC()), new Random());
    }

    /** What a kill -9 leaves at any moment is what a copy of the folder shows. */
    @Test
    void aCopyOfTheFolderAtAnyMomentHoldsWhatWasAcknowledgedBefore() throws IOException {
        AtomicBoolean isOver = new AtomicBoolean();
        try (DiskFiles files = DiskFiles.open(folder.resolve("live"));
                Spool spool = open(files)) {
            spool.onCommit(new Acks());
            spool.start();
            List<Thread> devices = new ArrayList<>();
            for (int d = 0; d < DEVICES; d++) {
                int device = d;
                Thread thread = new Thread(() -> publish(spool, device, isOver));
                devices.add(thread);
                thread.start();
            }
            for (int copy = 0; copy < 6; copy++) {
                long seen = spool.durablePosition();
                await().until(() -> spool.durablePosition() > seen + 50_000);
                checkCopy(folder.resolve("copy-" + copy));
            }
            isOver.set(true);
            for (Thread device : devices) {
                join(device);
            }
        }
    }

    private static void publish(Spool spool, int device, AtomicBoolean isOver) {
        DeviceId id = DeviceId.of("site", "d" + device);
        for (long seq = 1; !isOver.get(); ) {
            if (spool.tryAppend(Entries.entry(id, "e1", seq), new Token(device, seq))) {
                seq++;
            } else {
                LockSupport.parkNanos(200_000);
            }
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void checkCopy(Path copy) throws IOException {
        long[] before = new long[DEVICES];
        ackedByDevice.forEach((device, seq) -> before[device] = seq);
        copyFolder(copy);
        long[] found = new long[DEVICES];
        try (DiskFiles files = DiskFiles.open(copy);
                Spool recovered = open(files);
                SpoolReader reader = recovered.reader(SpoolPosition.of(0, SegmentHeader.BYTES))) {
            for (SpoolRecord record = reader.next(); record != null; record = reader.next()) {
                var message = ((SpoolRecord.Messages) record).messages().get(0);
                int device = message.device().device().charAt(1) - '0';
                assertEquals(++found[device], message.seq(), "in order and without a gap");
            }
        }
        for (int d = 0; d < DEVICES; d++) {
            assertTrue(found[d] >= before[d], "acknowledged " + before[d] + ", found " + found[d]);
        }
    }

    private void copyFolder(Path copy) throws IOException {
        Files.createDirectories(copy);
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder.resolve("live"))) {
            files = listed.filter(file -> !file.endsWith("lock")
                            && !file.getFileName().toString().startsWith(SegmentStore.SPARE))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            Files.copy(file, copy.resolve(file.getFileName()));
        }
    }

    @Test
    void twoGatewaysCannotShareAFolder() throws IOException {
        try (DiskFiles first = DiskFiles.open(folder)) {
            IOException thrown = assertThrows(IOException.class, () -> DiskFiles.open(folder));
            assertEquals("spool folder must belong to one gateway, is in use: " + folder, thrown.getMessage());
            assertTrue(first.list().contains("lock"));
        }
        DiskFiles.open(folder).close();
    }

    @Test
    void closingMakesDurableWhatWasTaken() throws IOException {
        try (DiskFiles files = DiskFiles.open(folder)) {
            Spool spool = open(files);
            spool.onCommit(new Acks());
            spool.start();
            for (long seq = 1; seq <= 50; seq++) {
                assertTrue(spool.tryAppend(Entries.entry(DeviceId.of("site", "d0"), "e1", seq), new Token(0, seq)));
            }
            spool.close();
            assertEquals(50, acked[0]);
        }
    }
}
