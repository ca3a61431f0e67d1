package io.sluice.gateway.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairQueueTest {
    private final FairQueue<String> queue = new FairQueue<>(4);

    private List<String> rest() {
        List<String> rest = new ArrayList<>();
        for (String next = queue.poll(); next != null; next = queue.poll()) {
            rest.add(next);
        }
        return rest;
    }

    @Test
    void owners_come_in_turn_each_with_its_longest_waiting() {
        for (String item : List.of("a1", "a2", "b1", "a3")) {
            assertNull(queue.offer(item.substring(0, 1), item));
        }

        assertEquals("a1", queue.poll());
        queue.offer("c", "c1");
        assertEquals(List.of("b1", "a2", "c1", "a3"), rest());
    }

    @Test
    void who_is_alone_may_have_all_of_it_and_no_more() {
        for (String item : List.of("a1", "a2", "a3", "a4")) {
            assertNull(queue.offer("a", item));
        }

        assertEquals("a5", queue.offer("a", "a5"));
        assertEquals(List.of("a1", "a2", "a3", "a4"), rest());
    }

    @Test
    void who_has_most_gives_way_until_the_other_has_as_much() {
        for (String item : List.of("a1", "a2", "a3", "a4")) {
            queue.offer("a", item);
        }

        assertEquals("a4", queue.offer("b", "b1"));
        assertEquals("a3", queue.offer("b", "b2"));
        assertEquals("b3", queue.offer("b", "b3"));
        assertEquals("a5", queue.offer("a", "a5"));
        assertEquals("a2", queue.offer("c", "c1"));
        assertEquals(List.of("a1", "b1", "c1", "b2"), rest());
    }

    @Test
    void where_each_has_one_the_newcomer_waits_elsewhere() {
        for (String owner : List.of("a", "b", "c", "d")) {
            queue.offer(owner, owner);
        }

        assertEquals("e", queue.offer("e", "e"));
        assertEquals("a", queue.poll());
        assertNull(queue.offer("e", "e"));
        assertEquals(List.of("b", "c", "d", "e"), rest());
    }
}
