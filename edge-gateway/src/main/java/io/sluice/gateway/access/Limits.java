package io.sluice.gateway.access;

import io.sluice.kit.settings.Settings;
import io.sluice.model.identity.DeviceId;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Who asks too much: connections and CONNECTs per address and per device, CONNECTs and refused payload of all, and
 * those who come back or fail too often. Takes part only once {@link #switchOn} was called. Memory is bounded: what is
 * open is counted, and of the rest the last 65,536 addresses and clients are known. Thread-safe.
 */
public final class Limits {
    private static final int KNOWN = 65_536;
    private static final int IPV6_NETWORK_BYTES = 8;
    private static final int ACCEPTED_A_CONNECT = 4;

    /** Longer would meet the five seconds in which a CONNECT is to be done. */
    private static final long LONGEST_WAIT_NANOS = Duration.ofSeconds(2).toNanos();

    private final LongSupplier nanoTime;
    private final int connectionsPerAddress;
    private final int connectionsPerDevice;
    private final int connectsPerAddress;
    private final Map<String, Integer> openByAddress = new HashMap<>();
    private final Map<DeviceId, Integer> openByDevice = new HashMap<>();
    private final TokenBucket refused;
    private final RecentTable<String, TokenBucket> rates = new RecentTable<>(KNOWN);
    private final Bans failing;
    private final Bans flapping;
    private final long connectNanos;
    private final long connectsASecond;
    private long nextConnectNanos;
    private volatile boolean on;

    public Limits(Settings settings, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.connectionsPerAddress = settings.get(LimitSettings.CONNECTIONS_PER_ADDRESS);
        this.connectionsPerDevice = settings.get(LimitSettings.CONNECTIONS_PER_DEVICE);
        this.connectsPerAddress = settings.get(LimitSettings.CONNECTS_PER_ADDRESS);
        this.refused = new TokenBucket(settings.get(LimitSettings.REFUSED_BYTES), nanoTime.getAsLong());
        Duration ban = settings.get(LimitSettings.BAN);
        this.failing = new Bans(settings.get(LimitSettings.BAN_AFTER), ban, KNOWN);
        this.flapping = new Bans(settings.get(LimitSettings.BAN_AFTER), ban, KNOWN);
        this.connectsASecond = settings.get(LimitSettings.CONNECTS);
        this.connectNanos = Duration.ofSeconds(1).toNanos() / connectsASecond;
        this.nextConnectNanos = nanoTime.getAsLong() - Duration.ofSeconds(1).toNanos();
    }

    public void switchOn() {
        on = true;
    }

    public boolean isOn() {
        return on;
    }

    /**
     * Connections to accept: as many as CONNECTs are let in, and as many again times three to be told that we are busy.
     */
    public long acceptedWithin(long millis) {
        return Math.max(1, connectsASecond * ACCEPTED_A_CONNECT * millis / 1_000);
    }

    /** Under which an address is known: itself, or its /64, of which one household or machine has all. */
    public static String keyOf(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), IPV6_NETWORK_BYTES))
                : address.getHostAddress();
    }

    /** A connection was opened. @return whether it may stay; if so, {@link #closed} it in the end */
    public synchronized boolean opened(String address) {
        if (!on || openByAddress.getOrDefault(address, 0) < connectionsPerAddress) {
            openByAddress.merge(address, 1, Integer::sum);
            return true;
        }
        return false;
    }

    public synchronized void closed(String address) {
        openByAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }

    /** A CONNECT came; empty where it may be looked at. */
    public synchronized Optional<Denial> arrives(String address) {
        if (!on) {
            return Optional.empty();
        }
        long now = nanoTime.getAsLong();
        if (failing.isBanned(address, now)) {
            return Optional.of(Denial.BANNED);
        }
        TokenBucket rate = rates.of(address, () -> new TokenBucket(connectsPerAddress, now));
        return rate.tryTake(1, now) ? Optional.empty() : Optional.of(Denial.CONNECT_RATE);
    }

    /**
     * Its turn among the CONNECTs of all, of which a second's worth may come at once.
     *
     * @return how long it is to wait, negative where that would be too long
     */
    public synchronized long turnNanos() {
        if (!on) {
            return 0;
        }
        long now = nanoTime.getAsLong();
        long turn = nextTurn(now);
        if (turn - now > LONGEST_WAIT_NANOS) {
            return -1;
        }
        nextConnectNanos = turn + connectNanos;
        return Math.max(0, turn - now);
    }

    /** Whether there is a turn for one who takes it now. */
    public synchronized boolean hasTurn() {
        long now = nanoTime.getAsLong();
        return nextTurn(now) - now <= LONGEST_WAIT_NANOS;
    }

    /** A second ago at the earliest, so that a second's worth may come at once. */
    private long nextTurn(long nowNanos) {
        long burstFrom = nowNanos - Duration.ofSeconds(1).toNanos();
        return Math.max(nextConnectNanos - burstFrom, 0) + burstFrom;
    }

    /**
     * A payload is to be kept as a dead letter, which costs the disk as much as a good one: whether there is time for
     * that. The last that there is time for may be of any size.
     */
    public synchronized boolean keepsRefused(int bytes) {
        long now = nanoTime.getAsLong();
        if (on && refused.take(0, now) > 0) {
            return false;
        }
        refused.take(bytes, now);
        return true;
    }

    /** Somebody at this address could not prove who they are. */
    public synchronized void failed(String address) {
        if (on) {
            failing.count(address, nanoTime.getAsLong());
        }
    }

    /** A client is about to be let in; empty where it may. If so, {@link #leaves} in the end. */
    public synchronized Optional<Denial> enters(String client, Optional<DeviceId> device) {
        if (on) {
            long now = nanoTime.getAsLong();
            if (flapping.isBanned(client, now) || flapping.count(client, now)) {
                return Optional.of(Denial.BANNED);
            }
            if (device.filter(one -> openByDevice.getOrDefault(one, 0) >= connectionsPerDevice)
                    .isPresent()) {
                return Optional.of(Denial.TOO_MANY_CONNECTIONS);
            }
        }
        device.ifPresent(one -> openByDevice.merge(one, 1, Integer::sum));
        return Optional.empty();
    }

    public synchronized void leaves(Optional<DeviceId> device) {
        device.ifPresent(one -> openByDevice.computeIfPresent(one, (key, count) -> count == 1 ? null : count - 1));
    }
}
