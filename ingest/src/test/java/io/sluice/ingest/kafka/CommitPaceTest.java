package io.sluice.ingest.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A thread with an interval of 50 ms that ticks each 10 ms, but while it commits. */
class CommitPaceTest {
    private final CommitPace pace = new CommitPace(millis(50), 0);
    private long now;

    @Test
    void whatComesAfterARestIsCommittedAtOnce() {
        passIdle(1_000);

        assertTrue(pace.worked(now));
    }

    @Test
    void whatComesSoonAfterACommitIsCommittedByATickAfterTheInterval() {
        assertTrue(pace.worked(now));
        now += millis(5);
        assertFalse(pace.worked(now));

        assertFalse(passIdle(40));
        assertTrue(passIdle(10));
    }

    @Test
    void whereNothingWasDoneNothingIsCommitted() {
        assertTrue(pace.worked(now));

        assertFalse(passIdle(1_000));
    }

    /** So that half of the time is for work, but for commits that take longer than a second. */
    @ParameterizedTest
    @CsvSource({"0, 50", "20, 50", "40, 80", "300, 600", "1000, 2000", "4000, 5000"})
    void aThreadWorksForAsLongAsACommitTook(long commitMillis, long periodMillis) {
        assertPeriod(periodMillis, commitMillis, 5);
    }

    /** It is not committing all that time. */
    @ParameterizedTest
    @CsvSource({"0, 80", "300, 640"})
    void aThreadThatIsGivenTimeOnlyNowAndThenCommitsNoLessForThat(long commitMillis, long periodMillis) {
        assertPeriod(periodMillis, commitMillis, 40);
    }

    private void assertPeriod(long periodMillis, long commitMillis, long workMillis) {
        List<Long> asked = new ArrayList<>();
        while (asked.size() < 4 && now < millis(60_000)) {
            if (pace.worked(now)) {
                asked.add(now / millis(1));
                now += millis(commitMillis);
            }
            now += millis(workMillis);
        }

        assertEquals(4, asked.size());
        for (int i = 1; i < asked.size(); i++) {
            assertEquals(periodMillis, asked.get(i) - asked.get(i - 1), 2 * workMillis, "commit " + i);
        }
    }

    @Test
    void whereWhoTicksIsClosedAnotherHasTo() {
        pace.ticksBy("0_1");
        pace.endsTickingBy("0_2");
        assertTrue(pace.isTicking());

        pace.endsTickingBy("0_1");
        assertFalse(pace.isTicking());
    }

    private boolean passIdle(long time) {
        boolean isAsked = false;
        for (long until = now + millis(time); now < until; ) {
            now += millis(10);
            isAsked |= pace.tick(now);
        }
        return isAsked;
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
