package io.sluice.api.http;

import io.sluice.api.json.JsonParts;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The answers under way that have any length. Each takes memory and no thread while its client reads; one too many ends
 * the one that has been under way longest. Thread-safe.
 */
final class LongAnswers {
    private static final int MOST = 128;
    private static final Pace PACE = new Pace(Duration.ofSeconds(30), Duration.ofSeconds(2));

    private final int most;
    private final Pace pace;
    private final Deque<LongAnswer> underWay = new ArrayDeque<>();

    /**
     * How long a client may take.
     *
     * @param atFirst for the whole answer
     * @param aPart and for each of its parts
     */
    record Pace(Duration atFirst, Duration aPart) {}

    LongAnswers() {
        this(MOST, PACE);
    }

    LongAnswers(int most, Pace pace) {
        this.most = most;
        this.pace = pace;
    }

    void begin(Exchange exchange, JsonParts parts) {
        LongAnswer answer = new LongAnswer(exchange, parts, pace, this::over);
        LongAnswer oldest = add(answer);
        if (oldest != null) {
            oldest.hangUp("answers under way must be <= " + most + ", were more");
        }
        answer.iterate();
    }

    private synchronized @Nullable LongAnswer add(LongAnswer answer) {
        underWay.add(answer);
        return underWay.size() > most ? underWay.remove() : null;
    }

    private synchronized void over(LongAnswer answer) {
        underWay.remove(answer);
    }
}
