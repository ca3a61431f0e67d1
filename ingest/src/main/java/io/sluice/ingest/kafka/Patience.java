package io.sluice.ingest.kafka;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Kafka again while it cannot be reached, a second apart, until the service closes. */
final class Patience {
    private static final Logger log = LoggerFactory.getLogger(Patience.class);
    private static final long RETRY_MILLIS = 1_000;

    private final CountDownLatch closing;

    interface Question<T> {
        T ask() throws ExecutionException, InterruptedException;
    }

    Patience(CountDownLatch closing) {
        this.closing = closing;
    }

    /**
     * @return empty where the service closes before there is an answer
     * @throws IllegalStateException where asking again would not help
     */
    <T> Optional<T> insist(String about, Question<T> question) throws InterruptedException {
        do {
            try {
                return Optional.of(question.ask());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException)) {
                    throw new IllegalStateException("Kafka refused to tell its " + about + ": " + e.getCause(), e);
                }
                log.atWarn()
                        .addKeyValue("about", about)
                        .addKeyValue("cause", e.getCause().getMessage())
                        .log("Kafka does not answer, asking again");
            }
        } while (isOpenAfter(RETRY_MILLIS));
        return Optional.empty();
    }

    /** Waits; false at once when the service closes. */
    boolean isOpenAfter(long millis) throws InterruptedException {
        return !closing.await(millis, TimeUnit.MILLISECONDS);
    }
}
