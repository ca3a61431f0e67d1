package io.sluice.simulator.scenario;

import java.util.Locale;

/** What a device sends that means harm. */
public enum HostileKind {
    /** Bytes without a meaning. */
    GARBAGE,
    /** A message that ends in its middle. */
    TRUNCATED,
    /** More than a packet may have. Nobody waits for its answer. */
    OVERSIZED,
    /** JSON in JSON in JSON. */
    DEEP,
    /** 1,001 readings and more in a message. */
    WIDE,
    /** A message under another device's topic. */
    IMPOSTOR,
    /** A topic that breaks the rules of ids. */
    BAD_TOPIC,
    /** A small gzip that is a large text. */
    BOMB,
    /** Numbers that are none. */
    NOT_FINITE,
    /** A ts that nobody believes. */
    WRONG_TIME,
    /** Nothing. */
    EMPTY;

    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
