package io.sluice.gateway.mqtt.connect;

import io.netty.channel.Channel;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The connections that have not sent a CONNECT yet. Where there are too many, one of the address that has most of them
 * gives way to the newcomer, the one that has been silent for longest: who means to speak does so within milliseconds,
 * after a TLS handshake that may take a second, and ten thousand that do not are never there at once, nor in the way of
 * other addresses. Thread-safe.
 */
public final class Doorstep {
    private final int room;
    private final Map<Channel, Address> addresses = new HashMap<>();
    private final Map<String, Address> byName = new HashMap<>();

    /** By how many they have; of those with as many, who has had them for longest is first. */
    private final TreeMap<Integer, Set<Address>> ranks = new TreeMap<>();

    private static final class Address {
        private final String name;

        /** Who has been silent for longest is first. */
        private final Set<Channel> silent = new LinkedHashSet<>();

        private Address(String name) {
            this.name = name;
        }
    }

    public Doorstep(int room) {
        this.room = room;
    }

    /** @return who has to go for it, null where there is room */
    public synchronized @Nullable Channel enter(String addressName, Channel channel) {
        Address address = byName.computeIfAbsent(addressName, Address::new);
        addresses.put(channel, address);
        unrank(address);
        address.silent.add(channel);
        rank(address);
        if (addresses.size() <= room) {
            return null;
        }
        Address most = ranks.lastEntry().getValue().iterator().next();
        Channel longest = most.silent.iterator().next();
        leave(longest);
        return longest;
    }

    public synchronized void leave(Channel channel) {
        Address address = addresses.remove(channel);
        if (address == null) {
            return;
        }
        unrank(address);
        address.silent.remove(channel);
        if (address.silent.isEmpty()) {
            byName.remove(address.name);
        } else {
            rank(address);
        }
    }

    private void rank(Address address) {
        ranks.computeIfAbsent(address.silent.size(), absent -> new LinkedHashSet<>())
                .add(address);
    }

    private void unrank(Address address) {
        ranks.computeIfPresent(address.silent.size(), (count, those) -> {
            those.remove(address);
            return those.isEmpty() ? null : those;
        });
    }
}
