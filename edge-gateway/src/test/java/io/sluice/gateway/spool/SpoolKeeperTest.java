package io.sluice.gateway.spool;

import static io.sluice.gateway.spool.SmallSpool.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.model.identity.DeviceId;
import io.sluice.model.identity.Partitions;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where a life's drain begins, and what goes of the segments, after lives that ended in one way or another. */
final class SpoolKeeperTest {
    private static final DeviceId PUMP = DeviceId.of("plant", "pump");
    private static final Duration KEEP = Duration.ofSeconds(60);

    private final SmallSpool small = new SmallSpool();

    @Test
    void whatKafkaHasIsNotSentAgainAfterAKill() throws IOException {
        Mark drained = liveAndDrain(Duration.ZERO);
        small.files = small.files.afterKill(new Random(1));
        assertEquals(drained, small.open().startMark());
    }

    @Test
    void whatKafkaHasIsSentAgainAfterTheMachineHadNoPower() throws IOException {
        Mark start = small.open().startMark();
        liveAndDrain(Duration.ZERO);
        cutPower();
        assertEquals(start, small.open().startMark());
    }

    @Test
    void aMachineThatIsOnForLessLongThanItWasHadNoPower() throws IOException {
        Mark start = small.open().startMark();
        liveAndDrain(Duration.ofSeconds(9));
        liveAndDrain(Duration.ZERO);
        small.clock.turnBack(Duration.ofSeconds(5));
        assertEquals(start, small.open().startMark());
    }

    @Test
    void whatKafkaHasIsSentAgainWhereAForceHasFailed() throws IOException {
        Mark start = small.open().startMark();
        liveAndDrain(Duration.ZERO);
        Spool spool = small.open();
        SpoolKeeper keeper = small.keeper(spool, KEEP.toSeconds());
        write(spool, Entries.entry(PUMP, "e1", 2));
        small.files.failForces();
        spool.tryAppend(Entries.entry(PUMP, "e1", 3), 3L);
        spool.step();
        keeper.tick(spool.startMark());
        small.files = small.files.afterKill(new Random(1));
        assertEquals(start, small.open().startMark());
    }

    @Test
    void aMachineWhoseRunHasNoNameMayHaveHadNoPower() throws IOException {
        small.clock.beginRun("");
        Mark start = small.open().startMark();
        liveAndDrain(Duration.ZERO);
        assertEquals(start, small.open().startMark());
    }

    @Test
    void whatWasDrainedAMinuteAgoIsNotSentAgainWhateverHappens() throws IOException {
        Mark drained = liveAndDrain(KEEP);
        cutPower();
        assertEquals(drained, small.open().startMark());
    }

    @Test
    void livesOfLessThanAMinuteAddUp() throws IOException {
        Mark first = liveAndDrain(Duration.ofSeconds(20));
        liveAndDrain(Duration.ofSeconds(20));
        liveAndDrain(Duration.ofSeconds(20));
        cutPower();
        assertEquals(first, small.open().startMark());
    }

    @Test
    void livesBetweenWhichTheMachineHadNoPowerDoNotAddUp() throws IOException {
        Mark start = small.open().startMark();
        for (int life = 0; life < 4; life++) {
            liveAndDrain(Duration.ofSeconds(40));
            cutPower();
        }
        assertEquals(start, small.open().startMark());
    }

    @Test
    void shortLivesDeleteWhatTheyHaveDrained() throws IOException {
        for (int life = 0; life < 200; life++) {
            liveAndDrain(Duration.ofSeconds(5));
        }
        long segments = small.files.list().stream()
                .filter(name -> name.endsWith(".seg"))
                .count();
        assertTrue(segments < 40, () -> "segments must go, were " + segments);
    }

    @Test
    void marksOfAnOlderVersionAreSafeOnly() throws IOException {
        Mark drained = liveAndDrain(KEEP);
        Mark later = liveAndDrain(Duration.ZERO);
        RecordOutput out = CheckedFiles.begin();
        for (Mark mark : List.of(later, drained)) {
            out.putLong(mark.position());
            Arrays.stream(mark.acked()).forEach(out::putVarint);
        }
        new CheckedFiles(small.files).write("marks", out);
        assertEquals(drained, small.open().startMark());
    }

    private void cutPower() {
        small.clock.cutPower();
        small.files = small.files.afterCrash(new Random(1));
    }

    /** A life in which a message comes and is drained at once, and in which so much time passes then; it is killed. */
    private Mark liveAndDrain(Duration after) throws IOException {
        Spool spool = small.open();
        SpoolKeeper keeper = small.keeper(spool, KEEP.toSeconds());
        long seq = small.clock.nanos();
        write(spool, Entries.entry(PUMP, "e1", seq));
        Mark drained = drained(spool);
        keeper.tick(drained);
        small.clock.pass(after);
        spool.step();
        keeper.tick(drained);
        small.clock.pass(Duration.ofMillis(1));
        return drained;
    }

    private static Mark drained(Spool spool) throws IOException {
        Mark start = spool.startMark();
        long[] acked = start.acked();
        try (SpoolReader reader = spool.reader(start.position())) {
            for (SpoolRecord record = reader.next(); record != null; record = reader.next()) {
                acked[Partitions.of(PUMP, acked.length)] = record.firstCounter() + record.count();
            }
            return new Mark(reader.position(), acked);
        }
    }
}
