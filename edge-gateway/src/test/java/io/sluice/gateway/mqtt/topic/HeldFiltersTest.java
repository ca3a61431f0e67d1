package io.sluice.gateway.mqtt.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.gateway.access.Account;
import io.sluice.model.identity.DeviceId;
import org.junit.jupiter.api.Test;

class HeldFiltersTest {
    /** Three levels of 256 bytes, and the text. */
    private static final int BYTES = 3 * 256 + "commands/a/b".length();

    private final FilterRoom room = new FilterRoom(2 * BYTES);
    private final HeldFilters ones = new HeldFilters(room, null);
    private final HeldFilters others = new HeldFilters(room, null);

    @Test
    void takeRoomThatAllHaveTogether() {
        assertTrue(ones.take("commands/a/b"));
        assertTrue(others.take("commands/a/b"), "the broker keeps it twice");
        assertFalse(others.take("commands/a/c"));
        assertTrue(others.take("commands/a/b"), "one that is held already");
        assertEquals(2 * BYTES, room.takenBytes(), "what was refused takes none");

        ones.leave("commands/a/b");
        ones.leave("commands/a/b");
        assertEquals(BYTES, room.takenBytes());
        assertTrue(others.take("commands/a/c"));

        others.leaveAll();
        others.leaveAll();
        assertEquals(0, room.takenBytes());
        assertTrue(ones.take("commands/a/c"));
    }

    @Test
    void takeNoMoreThanAShareOnAnAccount() {
        FilterRoom shared = new FilterRoom(64 * BYTES);
        Account device = Account.of(DeviceId.of("a", "b"));
        HeldFilters first = new HeldFilters(shared, device);
        HeldFilters second = new HeldFilters(shared, device);
        HeldFilters others = new HeldFilters(shared, Account.of(DeviceId.of("a", "c")));
        HeldFilters ofMany = new HeldFilters(shared, new Account("plant", false));

        assertTrue(first.take("commands/a/b"));
        assertFalse(second.take("commands/a/b"));
        assertTrue(others.take("commands/a/c"));
        for (int i = 0; i < 16; i++) {
            assertTrue(ofMany.take("commands/b/" + (char) ('a' + i)));
        }
        assertFalse(ofMany.take("commands/b/z"));

        first.leaveAll();
        assertTrue(second.take("commands/a/b"), "what it left is its own again");
    }

    @Test
    void oweForAFirstSubscriptionWhateverItBringsAndForMoreUpToABound() {
        assertTrue(ones.owe(HeldFilters.MAX_OWED_BYTES + 1), "all that is retained must be there for someone");
        assertFalse(ones.owe(1));

        ones.settled();
        assertTrue(ones.owe(1));
        assertTrue(ones.owe(HeldFilters.MAX_OWED_BYTES - 1));
        assertFalse(ones.owe(1));

        ones.leaveAll();
        assertTrue(ones.owe(1), "what an ended session had to come is gone");
    }
}
