package io.sluice.gateway.access;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.gateway.scheduler.ShortTimeSlice;
import io.sluice.gateway.scheduler.ThreadSlices;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckQueueTest {
    private static final Verdict YES = new Verdict.Granted(
            new Speaker(Speaker.Proof.PASSWORD, "site", List.of(DevicePattern.parse("site/*")), Optional.empty()));

    private static final int CAPACITY = 6;

    private static final Verdict BUSY = new Verdict.Refused(Denial.BUSY);
    private final CheckQueue checks = new CheckQueue("checks", CAPACITY);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final AtomicInteger checked = new AtomicInteger();
    private final List<Integer> started = Collections.synchronizedList(new ArrayList<>());
    private final List<Verdict> answers = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        mayEnd.countDown();
        checks.close();
    }

    @Test
    void a_thousand_who_show_the_same_are_checked_once() {
        for (int i = 0; i < 1_000; i++) {
            ask(1, true);
        }
        mayEnd.countDown();

        await().untilAsserted(() -> assertEquals(Collections.nCopies(1_000, YES), List.copyOf(answers)));
        assertEquals(1, checked.get());
    }

    /** Nobody should wait for a processor because of a guesser. */
    @Test
    void its_threads_do_not_have_the_short_time_slices_of_those_who_ask() throws IOException {
        ThreadSlices.assumeChosen();
        try (ShortTimeSlice slice = ShortTimeSlice.begin()) {
            ask(1, true);
        }
        await().until(() -> checked.get() == 1);
        Map<String, Long> slices = ThreadSlices.of("checks-");
        assertEquals(CheckQueue.threadCount(), slices.size());
        assertFalse(slices.containsValue(500_000L), slices.toString());
    }

    @Test
    void of_different_ones_too_many_are_told_that_we_are_busy() {
        int running = CheckQueue.threadCount();
        for (int i = 0; i < running + CAPACITY + 2; i++) {
            ask(i, true);
        }
        assertEquals(Collections.nCopies(2, BUSY), List.copyOf(answers));

        mayEnd.countDown();
        await().untilAsserted(() -> assertEquals(running + CAPACITY, checked.get()));
    }

    @Test
    void an_address_that_shows_many_does_not_take_the_room_of_another() {
        occupy();
        for (int i = 1; i <= CAPACITY; i++) {
            ask("guesser", i);
        }
        ask("good", 101);
        ask("good", 102);

        assertEquals(Collections.nCopies(2, BUSY), List.copyOf(answers), "the guesser's newest gave way");
        mayEnd.countDown();
        await().untilAsserted(() -> assertEquals(Set.of(1, 2, 3, 4, 101, 102), Set.copyOf(started)));
    }

    @Test
    void who_is_gone_is_not_checked_and_who_comes_after_them_is() {
        occupy();
        ask(1, false);
        ask(2, false);
        ask(2, true);
        mayEnd.countDown();

        await().untilAsserted(() ->
                assertEquals(1, answers.stream().filter(YES::equals).count()));
        ask(1, true);
        await().untilAsserted(() ->
                assertEquals(2, answers.stream().filter(YES::equals).count()));
    }

    @Test
    void a_check_that_fails_leaves_nobody_waiting() {
        occupy();
        for (int i = 0; i < 2; i++) {
            checks.ask("address", key(1), new CheckQueue.Asker(() -> true, answers::add), () -> {
                throw new IllegalStateException("a check that fails on purpose");
            });
        }
        mayEnd.countDown();
        await().untilAsserted(() -> assertEquals(Collections.nCopies(2, BUSY), List.copyOf(answers)));

        ask(1, true);
        await().untilAsserted(() -> assertTrue(answers.contains(YES)));
    }

    /** All threads have something to do until they may end it. */
    private void occupy() {
        for (int i = 0; i < CheckQueue.threadCount(); i++) {
            checks.ask("other", key(1_000 + i), new CheckQueue.Asker(() -> true, verdict -> {}), this::check);
        }
    }

    private void ask(String address, int credentials) {
        checks.ask(address, key(credentials), new CheckQueue.Asker(() -> true, answers::add), () -> {
            started.add(credentials);
            return check();
        });
    }

    private void ask(int credentials, boolean isWanted) {
        checks.ask("address", key(credentials), new CheckQueue.Asker(() -> isWanted, answers::add), this::check);
    }

    private Verdict check() {
        checked.incrementAndGet();
        try {
            mayEnd.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return YES;
    }

    private static VerdictCache.Key key(int credentials) {
        return new VerdictCache.Key(
                ByteBuffer.allocate(Integer.BYTES).putInt(credentials).flip());
    }
}
