package io.sluice.api.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.model.ledger.proto.DeviceCounted;
import io.sluice.model.ledger.proto.DeviceScreened;
import org.junit.jupiter.api.Test;

/** The jobs read what ingest forwards, and may tell of it before ingest does. */
class JobsAheadTest {
    private final StageFacts row = new StageFacts();

    private void screened(long messages) {
        row.apply(
                Screened.of(DeviceScreened.newBuilder().setNewMessages(messages).build()));
    }

    private void counted(long messages) {
        row.apply(Counted.of(DeviceCounted.newBuilder()
                .setPosition(messages)
                .setCounted(messages)
                .build()));
    }

    private void assertTerms(long counted, long inFlight) {
        assertEquals(counted, row.counted(false).counted());
        assertEquals(inFlight, row.jobsInFlight(false));
        assertEquals(0, row.jobsResidue(false));
    }

    @Test
    void isShownWhenIngestHasCaughtUp() {
        screened(5);
        counted(3);
        counted(10);
        counted(20);
        assertTerms(3, 2);
        assertTrue(row.isApart());

        screened(12);
        assertTerms(10, 2);
        screened(25);
        assertTerms(20, 5);
    }

    @Test
    void goesOnThoughIngestIsAlwaysALittleBehind() {
        for (long position = 10; position <= 1_000; position += 10) {
            counted(position);
            screened(position - 5);
        }
        assertTerms(990, 5);
    }

    @Test
    void keepsTheOldestOfWhatIsAheadSinceIngestComesToThatFirst() {
        screened(5);
        for (long position = 10; position <= 1_000; position += 10) {
            counted(position);
        }
        screened(12);
        assertTerms(10, 2);
        screened(1_000);
        assertTerms(1_000, 0);
    }

    @Test
    void isNoMoreWhereTheJobsGoOnFromAnEarlierPosition() {
        screened(5);
        counted(3);
        counted(10);
        counted(4);
        assertTerms(4, 1);
        screened(12);
        assertTerms(4, 8);
    }

    /** That it says of an earlier time, as after a restore, is found when it is settled. */
    @Test
    void isNothingLessThanNothingWhereIngestTellsOfLess() {
        screened(5);
        counted(5);
        screened(3);
        assertEquals(0, row.jobsInFlight(false));
        assertEquals(2, row.jobsResidue(true));
    }

    @Test
    void isAResidueOnceThatIsSettled() {
        screened(5);
        counted(3);
        counted(8);
        assertEquals(8, row.counted(true).counted());
        assertEquals(0, row.jobsInFlight(true));
        assertEquals(3, row.jobsResidue(true));
    }
}
