package io.sluice.bench.mqtt.storm;

import java.time.Duration;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What every connection of a swarm does; the functions are given the connection's number.
 *
 * @param standing connections open at any time, at most
 * @param perSecond new ones
 * @param life after which a connection is reset by us, if it still stands
 * @param trickles every other one goes on to send a byte a second
 * @param opening what is sent first
 * @param inside what is sent after the first answer; null to hang up then
 */
public record Assault(
        String name,
        int standing,
        int perSecond,
        Duration life,
        boolean trickles,
        IntFunction<byte[]> opening,
        @Nullable IntFunction<byte[]> inside) {}
