package io.sluice.gateway.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.kit.settings.Settings;
import io.sluice.model.identity.DeviceId;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final Optional<DeviceId> PUMP = Optional.of(DeviceId.of("plant-1", "pump-7"));

    private long nowNanos = Long.MAX_VALUE - 1_000; // System.nanoTime may wrap

    private final Settings settings = Settings.defaults(LimitSettings.all())
            .with(LimitSettings.CONNECTIONS_PER_ADDRESS, 2)
            .with(LimitSettings.CONNECTIONS_PER_DEVICE, 2)
            .with(LimitSettings.CONNECTS, 10)
            .with(LimitSettings.CONNECTS_PER_ADDRESS, 5)
            .with(LimitSettings.BAN_AFTER, 3)
            .with(LimitSettings.BAN, Duration.ofSeconds(30));

    private Limits limits() {
        Limits limits = new Limits(settings, () -> nowNanos);
        limits.switchOn();
        return limits;
    }

    private void pass(Duration time) {
        nowNanos += time.toNanos();
    }

    @Test
    void a_bucket_pays_its_debt_by_time() {
        TokenBucket bucket = new TokenBucket(10, nowNanos);

        assertEquals(0, bucket.take(10, nowNanos));
        assertEquals(Duration.ofMillis(500).toNanos(), bucket.take(5, nowNanos));
        pass(Duration.ofMillis(500));
        assertEquals(Duration.ofMillis(100).toNanos(), bucket.take(1, nowNanos));
        pass(Duration.ofHours(1));
        assertFalse(bucket.tryTake(11, nowNanos), "an hour's rest gives no more than a second's burst");
        assertTrue(bucket.tryTake(10, nowNanos));
    }

    @Test
    void an_address_has_so_many_connections_at_a_time() {
        Limits limits = limits();

        assertTrue(limits.opened("a"));
        assertTrue(limits.opened("a"));
        assertFalse(limits.opened("a"));
        assertTrue(limits.opened("b"));
        limits.closed("a");
        assertTrue(limits.opened("a"));
    }

    @Test
    void an_address_has_so_many_connects_a_second() {
        Limits limits = limits();

        for (int i = 0; i < 5; i++) {
            assertEquals(Optional.empty(), limits.arrives("a"));
        }
        assertEquals(Optional.of(Denial.CONNECT_RATE), limits.arrives("a"));
        assertEquals(Optional.empty(), limits.arrives("b"));
        pass(Duration.ofMillis(200));
        assertEquals(Optional.empty(), limits.arrives("a"));
        assertEquals(Optional.of(Denial.CONNECT_RATE), limits.arrives("a"));
    }

    @Test
    void in_a_storm_a_seconds_worth_gets_in_two_wait_and_the_rest_is_told_we_are_busy() {
        Limits limits = limits();
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            boolean hasTurn = limits.hasTurn();
            waits.add(limits.turnNanos());
            assertEquals(hasTurn, waits.get(i) >= 0, "wait: " + waits.get(i));
        }

        assertEquals(11, waits.stream().filter(wait -> wait == 0).count());
        assertEquals(20, waits.stream().filter(wait -> wait > 0).count());
        assertEquals(69, waits.stream().filter(wait -> wait < 0).count());
        assertEquals(
                Duration.ofSeconds(2).toNanos(),
                waits.stream().mapToLong(wait -> wait).max().orElse(0));
        pass(Duration.ofMillis(100));
        assertEquals(Duration.ofSeconds(2).toNanos(), limits.turnNanos());
        pass(Duration.ofSeconds(10));
        assertEquals(0, limits.turnNanos());
    }

    @Test
    void a_device_has_so_many_connections_and_a_site_as_many_as_it_likes() {
        Limits limits = limits();

        assertEquals(Optional.empty(), limits.enters("c-1", PUMP));
        assertEquals(Optional.empty(), limits.enters("c-2", PUMP));
        assertEquals(Optional.of(Denial.TOO_MANY_CONNECTIONS), limits.enters("c-3", PUMP));
        assertEquals(Optional.empty(), limits.enters("c-4", Optional.empty()));
        limits.leaves(PUMP);
        assertEquals(Optional.empty(), limits.enters("c-5", PUMP));
    }

    @Test
    void a_client_that_comes_back_too_often_is_banned_for_a_while() {
        Limits limits = limits();
        for (int i = 0; i < 3; i++) {
            assertEquals(Optional.empty(), limits.enters("flapping", Optional.empty()));
        }

        assertEquals(Optional.of(Denial.BANNED), limits.enters("flapping", Optional.empty()));
        pass(Duration.ofSeconds(29));
        assertEquals(Optional.of(Denial.BANNED), limits.enters("flapping", Optional.empty()));
        assertEquals(Optional.empty(), limits.enters("steady", Optional.empty()));
        pass(Duration.ofSeconds(1));
        assertEquals(Optional.empty(), limits.enters("flapping", Optional.empty()));
    }

    @Test
    void an_address_where_proofs_fail_too_often_is_banned_for_a_while() {
        Limits limits = limits();
        for (int i = 0; i < 3; i++) {
            limits.failed("a");
        }
        assertEquals(Optional.empty(), limits.arrives("a"));
        limits.failed("a");

        assertEquals(Optional.of(Denial.BANNED), limits.arrives("a"));
        assertEquals(Optional.empty(), limits.arrives("b"));
        pass(Duration.ofSeconds(30));
        assertEquals(Optional.empty(), limits.arrives("a"));
    }

    @Test
    void seldom_failures_do_not_add_up() {
        Limits limits = limits();
        for (int i = 0; i < 10; i++) {
            limits.failed("a");
            pass(Duration.ofSeconds(20));
        }

        assertEquals(Optional.empty(), limits.arrives("a"));
    }

    @Test
    void memory_is_bounded_whoever_comes() {
        Bans bans = new Bans(3, Duration.ofSeconds(30), 100);
        for (int i = 0; i < 10_000; i++) {
            bans.count("client-" + i, nowNanos);
        }

        assertEquals(100, bans.size());
    }

    @Test
    void nothing_is_limited_while_it_is_off() {
        Limits off = new Limits(settings, () -> nowNanos);
        for (int i = 0; i < 100; i++) {
            off.failed("a");
            assertTrue(off.opened("a"));
            assertEquals(Optional.empty(), off.arrives("a"));
            assertEquals(0, off.turnNanos());
            assertEquals(Optional.empty(), off.enters("c", PUMP));
        }
    }

    @Test
    void an_ipv6_network_is_one_address() throws Exception {
        String first = Limits.keyOf(InetAddress.getByName("2001:db8:1:2::1"));

        assertEquals(first, Limits.keyOf(InetAddress.getByName("2001:db8:1:2:ffff::9")));
        assertNotEquals(first, Limits.keyOf(InetAddress.getByName("2001:db8:1:3::1")));
        assertEquals("192.0.2.7", Limits.keyOf(InetAddress.getByName("192.0.2.7")));
    }
}
