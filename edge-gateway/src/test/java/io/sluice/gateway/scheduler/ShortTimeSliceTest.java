package io.sluice.gateway.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShortTimeSliceTest {
    @BeforeEach
    void onAKernelThatHasThem() throws IOException {
        ThreadSlices.assumeChosen();
    }

    @Test
    void threads_that_are_started_within_have_it_and_those_that_they_start() throws Exception {
        try (ShortTimeSlice slice = ShortTimeSlice.begin()) {
            assertEquals(ShortTimeSlice.NANOS, onANewThread(ShortTimeSlice::nanos));
            assertEquals(ShortTimeSlice.NANOS, onANewThread(() -> onANewThread(ShortTimeSlice::nanos)));
        }
    }

    @Test
    void who_starts_them_is_as_before() throws Exception {
        long before = ShortTimeSlice.nanos();
        try (ShortTimeSlice slice = ShortTimeSlice.begin()) {
            assertEquals(ShortTimeSlice.NANOS, ShortTimeSlice.nanos());
        }

        assertNotEquals(ShortTimeSlice.NANOS, before);
        assertEquals(before, ShortTimeSlice.nanos());
        assertEquals(before, onANewThread(ShortTimeSlice::nanos));
    }

    @Test
    void a_priority_that_is_set_leaves_it() throws Exception {
        try (ShortTimeSlice slice = ShortTimeSlice.begin()) {
            long nanos = onANewThread(() -> {
                Thread.currentThread().setPriority(Thread.MAX_PRIORITY);
                return ShortTimeSlice.nanos();
            });

            assertEquals(ShortTimeSlice.NANOS, nanos);
        }
    }

    private static long onANewThread(Callable<Long> task) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            return thread.submit(task).get();
        } finally {
            thread.shutdown();
        }
    }
}
