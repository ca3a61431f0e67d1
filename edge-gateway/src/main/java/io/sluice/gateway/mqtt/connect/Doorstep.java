package io.sluice.gateway.mqtt.connect;

import io.netty.channel.Channel;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connections that have not sent a CONNECT yet. Where there are too many, the one that has been silent for longest
 * gives way to the newcomer: who means to speak does so within milliseconds, and ten thousand that do not are never
 * there at once. Thread-safe.
 */
public final class Doorstep {
    private final int room;
    private final Set<Channel> silent = new LinkedHashSet<>();

    public Doorstep(int room) {
        this.room = room;
    }

    /** @return who has to go for it, null where there is room */
    public synchronized @Nullable Channel enter(Channel channel) {
        silent.add(channel);
        if (silent.size() <= room) {
            return null;
        }
        Iterator<Channel> longestFirst = silent.iterator();
        Channel longest = longestFirst.next();
        longestFirst.remove();
        return longest;
    }

    public synchronized void leave(Channel channel) {
        silent.remove(channel);
    }
}
