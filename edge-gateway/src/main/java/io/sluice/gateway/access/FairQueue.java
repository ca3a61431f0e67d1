package io.sluice.gateway.access;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What waits, by whose it is: they come in turn, each with what it has had waiting for longest, however much one has.
 * Where it is full, the newest of who has most gives way to one who has less. Not thread-safe.
 */
final class FairQueue<T> {
    private final int capacity;
    private final Map<String, Deque<T>> waiting = new LinkedHashMap<>();
    private int size;

    FairQueue(int capacity) {
        this.capacity = capacity;
    }

    /** @return what has to go for it, itself where its owner has its share already; null where there is room */
    @Nullable
    T offer(String owner, T item) {
        T givesWay = null;
        if (size == capacity) {
            Deque<T> most = most();
            int own = waiting.containsKey(owner) ? waiting.get(owner).size() : 0;
            if (own + 1 >= most.size()) {
                return item;
            }
            givesWay = most.removeLast();
            size--;
        }
        waiting.computeIfAbsent(owner, absent -> new ArrayDeque<>()).addLast(item);
        size++;
        return givesWay;
    }

    /** Never of one alone: who has most when another comes has two at least. */
    private Deque<T> most() {
        Deque<T> most = new ArrayDeque<>();
        for (Deque<T> one : waiting.values()) {
            most = one.size() > most.size() ? one : most;
        }
        return most;
    }

    /** @return null where nothing waits */
    @Nullable
    T poll() {
        Iterator<Map.Entry<String, Deque<T>>> owners = waiting.entrySet().iterator();
        if (!owners.hasNext()) {
            return null;
        }
        Map.Entry<String, Deque<T>> first = owners.next();
        owners.remove();
        T item = first.getValue().removeFirst();
        size--;
        if (!first.getValue().isEmpty()) {
            waiting.put(first.getKey(), first.getValue());
        }
        return item;
    }
}
